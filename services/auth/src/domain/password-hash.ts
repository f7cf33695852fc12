// Argon2id hashes as text: PHC strings (`$argon2id$v=19$m=...,t=...,p=...$salt$tag`), so each hash says how it was made.

export type Cost = {
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
};

export type PasswordHash = { cost: Cost; salt: Buffer; tag: Buffer };

/** OWASP ASVS 5, appendix C. */
export const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
export const SALT_BYTES = 16;
export const TAG_BYTES = 32;

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

export function formatHash({ cost, salt, tag }: PasswordHash): string {
  const { memory, passes, parallelism } = cost;
  const parameters = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Throws an Error for a text that `formatHash` did not write. */
export function parseHash(text: string): PasswordHash {
  const [, memory, passes, parallelism, salt, tag] = form.exec(text) ?? [];
  if (!salt || !tag) throw new Error('A stored password hash is no argon2id hash.');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
