// One turn of a relay: the stream is looked after, then a batch of new events goes out, and a batch of those that a lost stream took along.
import type { NatsConnection } from '@nats-io/transport-node';
import type { Database } from '../db/connect.ts';
import type { Log } from '../log.ts';
import { instruments, ofStream } from '../metrics.ts';
import type { Broker } from './connect.ts';
import { makeMarks } from './marks.ts';
import { unpublished } from './outbox.ts';
import { publishBatch } from './publish.ts';
import { meetStream, moveOn, nextAgain, type Republishing } from './republish.ts';
import { ensureStream, type StreamName } from './stream.ts';

type Deps = {
  db: Database;
  broker: Broker;
  log: Log;
  stream: StreamName;
  mayPublish: () => boolean;
};

const batchSize = 200;
/** A stream that is gone is missed after this long, also while there is nothing to publish. */
const lookMs = 5_000;

function connected(broker: Broker): NatsConnection {
  const nc = broker.connection();
  if (!nc) throw new Error('not connected to the broker');
  return nc;
}

export type RelayTurn = {
  /** Publishes a batch at most of each kind, and says whether there may be more. Throws what broker or database say. */
  take: () => Promise<boolean>;
  /** The next turn looks at the stream first. */
  distrust: () => void;
  /** Waits for what is still being written down. Throws what the database says. */
  settled: () => Promise<void>;
};

export function relayTurn({ db, broker, log, stream, mayPublish }: Deps): RelayTurn {
  const { republished } = instruments();
  const marks = makeMarks(db);
  let lookAt = 0;
  let lost: Republishing | null = null;

  /** Consumers wait for the stream, so it is made before there is anything to publish. */
  async function look(): Promise<void> {
    if (performance.now() < lookAt) return;
    // Marks that come after the look would be of the stream that it finds.
    await marks.settled();
    const created = await ensureStream(connected(broker), stream);
    lost = await meetStream(db, stream.name, created);
    lookAt = performance.now() + lookMs;
  }

  async function publishNew(): Promise<boolean> {
    const stored = marks.underWay();
    const found = await unpublished(db, batchSize + stored.size);
    const batch = found.filter(({ id }) => !stored.has(id)).slice(0, batchSize);
    if (batch.length === 0) {
      await marks.settled();
      return false;
    }
    const { ids, error } = await publishBatch(connected(broker), batch, mayPublish);
    await marks.begin(ids);
    if (error !== undefined) throw error;
    return batch.length === batchSize;
  }

  async function publishLost(what: Republishing | null): Promise<boolean> {
    if (what === null) return false;
    const batch = await nextAgain(db, what, batchSize);
    if (batch.length > 0 && what.position === '')
      log.warn({ stream: stream.name, run: what.run }, 'the stream was lost: publishing again');
    const { ids, error } = await publishBatch(connected(broker), batch, mayPublish);
    republished.add(ids.length, ofStream(stream.name));
    if (error !== undefined) throw error;
    if (ids.length < batch.length) return false;
    const position = batch.length === batchSize ? (batch.at(-1)?.id ?? null) : null;
    await moveOn(db, stream.name, what, position);
    lost = position === null ? null : { ...what, position };
    return lost !== null;
  }

  return {
    take: async () => {
      await look();
      // Side by side: neither waits for the other, nor for what the broker refuses of the other.
      const ends = await Promise.allSettled([publishNew(), publishLost(lost)]);
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return mayPublish() && ends.some((end) => end.status === 'fulfilled' && end.value);
    },
    distrust: () => {
      lookAt = 0;
    },
    settled: marks.settled,
  };
}
