// Messages that cannot be read, kept byte for byte in the consumer's own schema for somebody to look at.
import type { Database } from '../db/connect.ts';
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
