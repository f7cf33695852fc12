// Carries the outbox to the broker: at least once, in version order inside an aggregate, by one process of a service at a time.
import type { NatsConnection } from '@nats-io/transport-node';
import type { Database } from '../db/connect.ts';
import type { Log } from '../log.ts';
import type { Broker } from './connect.ts';
import { holdLease } from './hold-lease.ts';
import { outage } from './outage.ts';
import { markPublished, unpublished } from './outbox.ts';
import { pause } from './pause.ts';
import { publishBatch } from './publish.ts';
import { ensureStream, type StreamName } from './stream.ts';

export type Relay = {
  /** There is something to publish: call it after a commit that appended. */
  wake: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
};

type Deps = { db: Database; broker: Broker; log: Log; stream: StreamName; newId: () => string };

const batchSize = 200;
const pollMs = 500;
const longestMs = 5_000;

function connected(broker: Broker): NatsConnection {
  const nc = broker.connection();
  if (!nc) throw new Error('not connected to the broker');
  return nc;
}

/** Never throws and never fails a request: while broker or database are away, the rows wait. */
export function startRelay({ db, broker, log, stream, newId }: Deps): Relay {
  const rest = pause();
  const trouble = outage(log, `publishing to ${stream.name}`);
  const lease = holdLease({
    db,
    log,
    name: `relay ${stream.name}`,
    holder: newId(),
    onTaken: rest.cut,
  });
  const ended = Promise.withResolvers<void>();
  let stopped = false;
  let streamStands = false;
  const mayPublish = () => !stopped && lease.held();

  /** Publishes what waits, a batch at most, and says whether that was a full one. */
  async function turn(): Promise<boolean> {
    // Consumers wait for the stream, so it is made before there is anything to publish.
    if (!streamStands) await ensureStream(connected(broker), stream);
    streamStands = true;
    const batch = await unpublished(db, batchSize);
    if (batch.length === 0) return false;
    const nc = connected(broker);
    const { ids, error } = await publishBatch(nc, batch, mayPublish);
    await markPublished(db, ids);
    if (error !== undefined) throw error;
    return batch.length === batchSize && mayPublish();
  }

  async function work(): Promise<void> {
    let failures = 0;
    // Until there was a connection, its absence is told by the broker's own log.
    await Promise.race([broker.ready, ended.promise]);
    while (!stopped) {
      try {
        const more = lease.held() && (await turn());
        if (lease.held()) trouble.over();
        failures = 0;
        if (!more) await rest.wait(pollMs);
      } catch (error) {
        // A broker that lost its stream says so here: it is made anew before the next try.
        streamStands = false;
        trouble.failed(error);
        failures += 1;
        await rest.wait(Math.min(pollMs * 2 ** (failures - 1), longestMs));
      }
    }
  }

  const working = work();
  return {
    wake: rest.cut,
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      ended.resolve();
      rest.cut();
      await working;
      await lease[Symbol.asyncDispose]();
    },
  };
}
