// Refresh tokens by their SHA-256, and the families (one for each login) that are revoked as a whole.
import type { Tx } from '@calendar/shared/db/connect';
import { rows, run } from '@calendar/shared/db/statement';

export type RefreshToken = {
  hash: string;
  familyId: string;
  userId: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  usedAt: number | null;
};

type Family = { id: string; userId: string; expiresAt: number };

const insertFamily =
  'INSERT INTO refresh_family (id, user_id, rotations, expires_at) VALUES (?, ?, 0, ?)';
const insertToken =
  'INSERT INTO refresh_token (hash, family_id, user_id, expires_at) VALUES (?, ?, ?, ?)';
const select = `SELECT hash, family_id AS familyId, user_id AS userId, expires_at AS expiresAt,
  used_at AS usedAt FROM refresh_token WHERE hash = ?`;
// The count makes it a write in any case: what follows waits for whoever else rotates or revokes this family.
const lock = `UPDATE refresh_family SET rotations = rotations + 1
  WHERE id = ? AND revoked_at IS NULL`;
const extend = 'UPDATE refresh_family SET expires_at = ? WHERE id = ?';
const spend = `UPDATE refresh_token SET used_at = ?
  WHERE hash = ? AND used_at IS NULL AND expires_at > ?`;
const revokeOne = 'UPDATE refresh_family SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL';
const revokeAll =
  'UPDATE refresh_family SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL';
const purgeTokens = 'DELETE FROM refresh_token WHERE expires_at <= ? LIMIT 1000';
const purgeFamilies = 'DELETE FROM refresh_family WHERE expires_at <= ? LIMIT 1000';

export type RefreshTokens = typeof refreshTokens;

export const refreshTokens = {
  openFamily: async (tx: Tx, { id, userId, expiresAt }: Family): Promise<void> => {
    await run(tx, insertFamily, [id, userId, expiresAt]);
  },
  insert: async (tx: Tx, token: Omit<RefreshToken, 'usedAt'>): Promise<void> => {
    await run(tx, insertToken, [token.hash, token.familyId, token.userId, token.expiresAt]);
  },
  find: async (tx: Tx, hash: string): Promise<RefreshToken | null> =>
    (await rows<RefreshToken>(tx, select, [hash]))[0] ?? null,
  /** Holds the family until the transaction ends; false where it is revoked. */
  lockFamily: async (tx: Tx, familyId: string): Promise<boolean> =>
    (await run(tx, lock, [familyId])) > 0,
  /** Lets a locked family live until `expiresAt` (epoch ms). */
  extendFamily: async (tx: Tx, familyId: string, expiresAt: number): Promise<void> => {
    await run(tx, extend, [expiresAt, familyId]);
  },
  /** Marks a token as used; false where it was used before or has expired. */
  spend: async (tx: Tx, hash: string, now: number): Promise<boolean> =>
    (await run(tx, spend, [now, hash, now])) > 0,
  revokeFamily: async (tx: Tx, familyId: string, now: number): Promise<void> => {
    await run(tx, revokeOne, [now, familyId]);
  },
  revokeFamiliesOf: async (tx: Tx, userId: string, now: number): Promise<void> => {
    await run(tx, revokeAll, [now, userId]);
  },
  /** Removes a batch of what has expired and says how much that was. */
  purge: async (tx: Tx, now: number): Promise<number> =>
    (await run(tx, purgeTokens, [now])) + (await run(tx, purgeFamilies, [now])),
};
