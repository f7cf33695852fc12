// An outbox with events that nobody has published yet: copies of one, each of an aggregate of its own.
import { randomUUID } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';

const find = "SELECT payload FROM outbox WHERE type = 'calendar.created.v1' LIMIT 1";
const insert = `INSERT INTO outbox
  (id, aggregate_type, aggregate_id, version, type, payload, traceparent, created) VALUES ?`;

export async function outboxOf(db: Connection) {
  const [[row]] = await db.query<RowDataPacket[]>(find);
  const model: string = row?.payload;
  const event = () => {
    const [id, aggregateId] = [randomUUID(), randomUUID()];
    return [id, 'calendar', aggregateId, 1, 'calendar.created.v1', model, null, Date.now()];
  };
  return {
    /** The text of an event. */
    model,
    /** Commits so many of them. */
    fill: (count: number) => db.query(insert, [Array.from({ length: count }, event)]),
  };
}
