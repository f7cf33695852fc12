// A refresh token in; its family is revoked, and nobody learns whether there was one.
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { RefreshTokens } from '../store/refresh-tokens.ts';
import { digestToken } from './digest.ts';

type Uses = {
  db: Writer;
  refreshTokens: Pick<RefreshTokens, 'find' | 'revokeFamily'>;
  now: () => number;
};

export type LogOut = (refreshToken: string) => Promise<void>;

export function logOut({ db, refreshTokens, now }: Uses): LogOut {
  return (refreshToken) =>
    transaction(db, async (tx) => {
      const token = await refreshTokens.find(tx, digestToken(refreshToken));
      if (token) await refreshTokens.revokeFamily(tx, token.familyId, now());
    });
}
