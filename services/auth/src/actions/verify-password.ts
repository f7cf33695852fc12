// A password and a stored hash in, whether they belong together out.
import { timingSafeEqual } from 'node:crypto';
import { cost, parseHash, SALT_BYTES, TAG_BYTES } from '../domain/password-hash.ts';
import type { RunArgon2 } from './run-argon2.ts';

type Uses = { argon2: RunArgon2; randomBytes: (size: number) => Buffer };

export type VerifyPassword = (password: string, stored: string | null) => Promise<boolean>;

/** Without a stored hash a decoy is checked, so that an unknown user takes as long as a wrong password. */
export function verifyPassword({ argon2, randomBytes }: Uses): VerifyPassword {
  const decoy = { cost, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };
  return async (password, stored) => {
    const { cost, salt, tag } = stored === null ? decoy : parseHash(stored);
    const derived = await argon2({ password, salt, cost, tagBytes: tag.length });
    return timingSafeEqual(derived, tag) && stored !== null;
  };
}
