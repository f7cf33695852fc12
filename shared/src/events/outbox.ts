// Events on their way out: a row written with the change itself, marked once the broker has it, and kept.
import type { Envelope } from '../contracts/envelope.ts';
import { filled, marksFor } from '../db/batches.ts';
import type { Database, Tx } from '../db/connect.ts';
import { databaseNow } from '../db/lease.ts';
import { read, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';

export type OutboxRow = {
  id: string;
  aggregateId: string;
  version: number;
  type: string;
  payload: string;
  traceparent: string | null;
  /** What the broker tells repeats by. */
  messageId: string;
};

export const outboxColumns = 'id, aggregate_id AS aggregateId, version, type, payload, traceparent';

const insert = `INSERT INTO outbox
  (id, aggregate_type, aggregate_id, version, type, payload, traceparent, created)
  VALUES (?, ?, ?, ?, ?, ?, ?, ${databaseNow})`;

// Rows without a mark, never "ids after the last one": ids are no commit order, and a late commit would be skipped.
const select = `SELECT ${outboxColumns}, id AS messageId
  FROM outbox WHERE published IS NULL ORDER BY created, version LIMIT ?`;

/** Writes the event into the change's own transaction, as its last statement. Wake the relay once that has committed. */
export async function append(tx: Tx, event: Envelope): Promise<void> {
  const [aggregateType = ''] = event.type.split('.');
  await run(tx, insert, [
    event.id,
    aggregateType,
    event.aggregateId,
    event.version,
    event.type,
    JSON.stringify(event),
    event.traceparent,
  ]);
}

/** Up to `limit` events that the broker does not have yet, oldest first. */
export function unpublished(db: Database, limit: number): Promise<OutboxRow[]> {
  return read<OutboxRow>(db, select, [limit]);
}

const SIZES = [1, 20, 200];

/** Marks up to 200 events as published. */
export async function markPublished(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const batch = filled(ids, SIZES);
  const sql = `UPDATE outbox SET published = ${databaseNow} WHERE id IN (${marksFor(batch)})`;
  await transaction(db, (tx) => run(tx, sql, batch));
}
