// Messages that cannot be read, kept byte for byte in the consumer's own schema for somebody to look at.
import type { Database, Tx } from '../db/connect.ts';
import { databaseNow } from '../db/lease.ts';
import { run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';

export type DeadLetter = {
  id: string;
  consumer: string;
  subject: string;
  streamSequence: number;
  payload: Uint8Array;
  reason: string;
};

const insert = `INSERT INTO dead_letter
  (id, consumer, subject, stream_sequence, payload, reason, received)
  VALUES (?, ?, ?, ?, ?, ?, ${databaseNow})`;

export async function putAside(db: Database, letter: DeadLetter): Promise<void> {
  const { id, consumer, subject, streamSequence, payload, reason } = letter;
  const values = [id, consumer, subject, streamSequence, Buffer.from(payload), reason];
  await transaction(db, (tx) => run(tx, insert, values));
}

/** Removes a batch of what was put aside before `before` (epoch ms) and says how much that was. */
export const purgeDeadLetters = (tx: Tx, before: number): Promise<number> =>
  run(tx, 'DELETE FROM dead_letter WHERE received < ? LIMIT 1000', [before]);
