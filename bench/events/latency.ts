// The way of single events, from the last statement before the commit to the consumer, which has a connection of its own.
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Connection, RowDataPacket } from 'mysql2/promise';

const stream = 'CALENDARS';
const durable_name = 'bench';
const started = 'SELECT id, created FROM outbox';

/** Awaits `create` so many times, each of which commits an event. The times of all of them in milliseconds, the shortest first. */
export async function waysOf(
  nc: NatsConnection,
  db: Connection,
  create: () => Promise<unknown>,
  count: number,
): Promise<number[]> {
  const { consumers } = await jetstreamManager(nc);
  await consumers.add(stream, { durable_name, ack_policy: AckPolicy.Explicit });
  const messages = await (await jetstream(nc).consumers.get(stream, durable_name)).consume();
  const arrived = new Map<string, number>();
  const all = (async () => {
    for await (const message of messages) {
      arrived.set(message.json<{ id: string }>().id, Date.now());
      message.ack();
      if (arrived.size === count) return;
    }
  })();
  for (let n = 0; n < count; n += 1) await create();
  await all;
  await consumers.delete(stream, durable_name);
  const [rows] = await db.query<RowDataPacket[]>(started);
  return rows
    .map(({ id, created }) => (arrived.get(id) ?? Number.NaN) - created)
    .toSorted((a, b) => a - b);
}
