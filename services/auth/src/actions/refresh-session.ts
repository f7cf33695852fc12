// A refresh token in; a session with its successor out. One use each: a second one revokes the whole family (RFC 9700 4.14).
import type { Tx, Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { AppError } from '@calendar/shared/errors';
import { REFRESH_TOKEN_MS, type Session } from '../domain/session.ts';
import type { RefreshTokens } from '../store/refresh-tokens.ts';
import type { Users } from '../store/users.ts';
import { digestToken } from './digest.ts';
import type { SignAccessToken } from './sign-access-token.ts';

type Uses = {
  db: Writer;
  users: Pick<Users, 'find'>;
  refreshTokens: Pick<
    RefreshTokens,
    'find' | 'lockFamily' | 'spend' | 'extendFamily' | 'insert' | 'revokeFamily'
  >;
  signAccessToken: SignAccessToken;
  now: () => number;
  newSecret: () => string;
};

export type RefreshSession = (refreshToken: string) => Promise<Session>;

/** Throws `unauthorized`, the same for a token that is unknown, used, expired or revoked. */
export function refreshSession(uses: Uses): RefreshSession {
  const { db, users, refreshTokens, signAccessToken, now, newSecret } = uses;

  /** Null where the token is not good; a revocation must still commit. */
  async function rotate(tx: Tx, hash: string): Promise<Session | null> {
    const at = now();
    const token = await refreshTokens.find(tx, hash);
    if (!token || !(await refreshTokens.lockFamily(tx, token.familyId))) return null;
    if (!(await refreshTokens.spend(tx, hash, at))) {
      await refreshTokens.revokeFamily(tx, token.familyId, at);
      return null;
    }
    const user = await users.find(tx, token.userId);
    if (!user) return null;
    const refreshToken = newSecret();
    const { familyId, userId } = token;
    const expiresAt = at + REFRESH_TOKEN_MS;
    const successor = { hash: digestToken(refreshToken), familyId, userId, expiresAt };
    await refreshTokens.extendFamily(tx, familyId, expiresAt);
    await refreshTokens.insert(tx, successor);
    return { user, accessToken: await signAccessToken(userId), refreshToken };
  }

  return async (refreshToken) => {
    const session = await transaction(db, (tx) => rotate(tx, digestToken(refreshToken)));
    if (!session) {
      throw new AppError('unauthorized', 'The refresh token is unknown, used, expired or revoked.');
    }
    return session;
  };
}
