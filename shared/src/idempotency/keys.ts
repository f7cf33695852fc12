// The rows of idempotency keys: whose, for which payload, and the values that the first answer was made from.
import type { Tx } from '../db/connect.ts';
import { rows, run } from '../db/statement.ts';
import type { SentKey } from './sent-key.ts';

/** A key of a user; `scopeId` is what takes it along when it goes: a calendar, or the user. */
export type OwnedKey = SentKey & { userId: string; scopeId: string };

/** `result` is NULL only in the transaction that makes it. */
export const keyTable = `
  CREATE TABLE IF NOT EXISTS idempotency_key (
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    idempotency_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payload_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scope_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    result MEDIUMTEXT CHARACTER SET utf8mb4 NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, idempotency_key),
    KEY idempotency_key_scope (scope_id),
    KEY idempotency_key_age (created_at)
  )`;

const KEPT_MS = 86_400_000;

// An upsert takes the lock of a row that is there for writing. A plain INSERT or IGNORE takes it for reading, and then two that want to
// write deadlock.
const insert = `INSERT INTO idempotency_key
    (user_id, idempotency_key, payload_hash, scope_id, result, created_at)
  VALUES (?, ?, ?, ?, NULL, ?) ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)`;
const select = `SELECT payload_hash AS payloadHash, result, created_at AS createdAt
  FROM idempotency_key WHERE user_id = ? AND idempotency_key = ?`;
const renew = `UPDATE idempotency_key SET payload_hash = ?, scope_id = ?, result = NULL, created_at = ?
  WHERE user_id = ? AND idempotency_key = ?`;
const keep = 'UPDATE idempotency_key SET result = ? WHERE user_id = ? AND idempotency_key = ?';
const free = 'DELETE FROM idempotency_key WHERE user_id = ? AND idempotency_key = ?';
const purgeOld = 'DELETE FROM idempotency_key WHERE created_at <= ? LIMIT 1000';
const purgeScope = 'DELETE FROM idempotency_key WHERE scope_id = ? AND user_id = ? LIMIT 1000';

/** The first use of a key. */
export type FirstUse = { payloadHash: string; result: string };
type Row = FirstUse & { createdAt: number };

/**
 * Takes the key's row, waiting for whoever has it. Null where it is the caller's from now on, also where its 24 hours are over at `now`
 * (epoch ms); else its first use.
 */
export async function takeKey(tx: Tx, key: OwnedKey, now: number): Promise<FirstUse | null> {
  const names = [key.userId, key.key];
  const values = [key.payloadHash, key.scopeId, now];
  if ((await run(tx, insert, [...names, ...values])) > 0) return null;
  const [row] = await rows<Row>(tx, select, names);
  if (row && row.createdAt > now - KEPT_MS) return row;
  await run(tx, renew, [...values, ...names]);
  return null;
}

/** Keeps what the first use came to. */
export async function keepResult(tx: Tx, key: OwnedKey, result: string): Promise<void> {
  await run(tx, keep, [result, key.userId, key.key]);
}

export async function freeKey(tx: Tx, { userId, key }: OwnedKey): Promise<void> {
  await run(tx, free, [userId, key]);
}

/** Removes a batch of the keys whose 24 hours are over at `now` (epoch ms) and says how many those were. */
export const purgeKeys = (tx: Tx, now: number): Promise<number> =>
  run(tx, purgeOld, [now - KEPT_MS]);

/** Removes a batch of a user's keys that go with `scopeId` and says how many those were. */
export const purgeKeysOf = (tx: Tx, userId: string, scopeId: string): Promise<number> =>
  run(tx, purgeScope, [scopeId, userId]);
