// What tests of events need: servers of their own, a schema with the tables, a broker connection and an observer beside it.
import { randomUUID } from 'node:crypto';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { Envelope } from '../contracts/envelope.ts';
import { connectDatabase, type Database } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { type Broker, connectBroker } from '../events/connect.ts';
import { deadLetterTable, inboxTable, outboxStreamTable, outboxTable } from '../events/tables.ts';
import { newId } from '../ids.ts';
import { type CollectedLog, collectedLog } from './collected-log.ts';
import { type OwnServers, startOwnServers } from './own-servers.ts';

export type BrokerBench = CollectedLog & {
  servers: OwnServers;
  db: Database;
  broker: Broker;
  /** Streams and consumers as an administrator sees them. */
  streams: JetStreamManager['streams'];
  consumers: JetStreamManager['consumers'];
  close: () => Promise<void>;
};

const effects = 'CREATE TABLE effect (id CHAR(36) NOT NULL)';

export async function openBench(): Promise<BrokerBench> {
  const servers = await startOwnServers(process.env.TEST_DATABASE_URL);
  const url = await servers.newSchema();
  const sql = [outboxTable, outboxStreamTable, inboxTable, deadLetterTable, effects];
  await migrate({ url, migrations: [{ name: '001', sql }] });
  const collected = collectedLog();
  const db = connectDatabase({ url });
  const broker = connectBroker({ url: servers.natsUrl, name: 'admin', log: collected.log });
  const { streams, consumers } = await jetstreamManager(await broker.ready);
  return {
    ...collected,
    servers,
    db,
    broker,
    streams,
    consumers,
    close: async () => {
      await broker[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
      await servers.stop();
    },
  };
}

/** An aggregate and a stream that nobody else in the run uses. */
export function newTopic() {
  const aggregate = `thing${randomUUID().replaceAll('-', '')}`;
  const stream = { name: aggregate.toUpperCase(), subjects: [`${aggregate}s.v1.>`] };
  const event = (version = 1, aggregateId = newId(), data: unknown = {}): Envelope => ({
    id: newId(),
    type: `${aggregate}.changed.v1`,
    aggregateId,
    version,
    occurredAt: '2027-01-01T00:00:00.000Z',
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    data,
  });
  return { stream, event, subject: `${aggregate}s.v1.changed` };
}
