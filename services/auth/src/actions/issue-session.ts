// A locked, active user in; a new family with its first refresh token, and the session to show, out.
import type { Tx } from '@calendar/shared/db/connect';
import { REFRESH_TOKEN_MS, type Session } from '../domain/session.ts';
import type { User } from '../domain/user.ts';
import type { RefreshTokens } from '../store/refresh-tokens.ts';
import { digestToken } from './digest.ts';
import type { SignAccessToken } from './sign-access-token.ts';

type Uses = {
  refreshTokens: Pick<RefreshTokens, 'openFamily' | 'insert'>;
  signAccessToken: SignAccessToken;
  now: () => number;
  newId: () => string;
  newSecret: () => string;
};

export type IssueSession = (tx: Tx, user: User) => Promise<Session>;

export function issueSession(uses: Uses): IssueSession {
  const { refreshTokens, signAccessToken, now, newId, newSecret } = uses;
  return async (tx, user) => {
    const refreshToken = newSecret();
    const familyId = newId();
    const expiresAt = now() + REFRESH_TOKEN_MS;
    const hash = digestToken(refreshToken);
    await refreshTokens.openFamily(tx, { id: familyId, userId: user.id, expiresAt });
    await refreshTokens.insert(tx, { hash, familyId, userId: user.id, expiresAt });
    return { user, accessToken: await signAccessToken(user.id), refreshToken };
  };
}
