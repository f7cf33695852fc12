// Failed logins, counted by address and client (a digest of both), so that the count outlives the process.
import type { Tx } from '@calendar/shared/db/connect';
import { rows, run } from '@calendar/shared/db/statement';
import type { Failures } from '../domain/back-off.ts';

const select = `SELECT failures, blocked_until AS blockedUntil, updated_at AS updatedAt
  FROM login_failure WHERE attempt_key = ?`;
// A first failure has no row to lock: the upsert makes one, and locks one that is there though it changes nothing.
const hold = `INSERT INTO login_failure (attempt_key, failures, blocked_until, updated_at)
  VALUES (?, 0, 0, ?) ON DUPLICATE KEY UPDATE attempt_key = VALUES(attempt_key)`;
const update = `UPDATE login_failure SET failures = ?, blocked_until = ?, updated_at = ?
  WHERE attempt_key = ?`;
const remove = 'DELETE FROM login_failure WHERE attempt_key = ?';
const purge = 'DELETE FROM login_failure WHERE updated_at <= ? LIMIT 1000';

export type LoginFailures = typeof loginFailures;

export const loginFailures = {
  find: async (tx: Tx, key: string): Promise<Failures | null> =>
    (await rows<Failures>(tx, select, [key]))[0] ?? null,
  /** Makes the row where there is none, and holds it until the transaction ends. */
  hold: async (tx: Tx, key: string, now: number): Promise<void> => {
    await run(tx, hold, [key, now]);
  },
  save: async (tx: Tx, key: string, known: Failures): Promise<void> => {
    await run(tx, update, [known.failures, known.blockedUntil, known.updatedAt, key]);
  },
  forget: async (tx: Tx, key: string): Promise<void> => {
    await run(tx, remove, [key]);
  },
  /** Removes a batch of what nobody touched since `before` (epoch ms) and says how much that was. */
  purge: (tx: Tx, before: number): Promise<number> => run(tx, purge, [before]),
};
