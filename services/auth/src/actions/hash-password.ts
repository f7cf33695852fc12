// A new password in, the text to store out.
import { cost, formatHash, SALT_BYTES, TAG_BYTES } from '../domain/password-hash.ts';
import type { RunArgon2 } from './run-argon2.ts';

type Uses = { argon2: RunArgon2; randomBytes: (size: number) => Buffer };

export type HashPassword = (password: string) => Promise<string>;

/** Throws `unavailable` where too many passwords wait. */
export function hashPassword({ argon2, randomBytes }: Uses): HashPassword {
  return async (password) => {
    const salt = randomBytes(SALT_BYTES);
    const tag = await argon2({ password, salt, cost, tagBytes: TAG_BYTES });
    return formatHash({ cost, salt, tag });
  };
}
