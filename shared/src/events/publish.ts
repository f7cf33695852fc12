// A batch of outbox rows in; the ids that the broker has stored come out, and the first thing that went wrong.
import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { subjectOf } from '../contracts/envelope.ts';
import { publishing } from './message-spans.ts';
import type { OutboxRow } from './outbox.ts';

export type Published = { ids: string[]; error: unknown };

async function publishOne(js: JetStreamClient, row: OutboxRow): Promise<void> {
  const subject = subjectOf(row.type);
  await publishing(row.traceparent, subject, (headers) =>
    js.publish(subject, row.payload, { msgID: row.messageId, headers }),
  );
}

/**
 * Parallel across aggregates; inside one, version after version, each waiting for the broker's word on the one before. `mayPublish` is
 * asked before every message; no for an answer ends the batch.
 */
export async function publishBatch(
  nc: NatsConnection,
  batch: readonly OutboxRow[],
  mayPublish: () => boolean,
): Promise<Published> {
  const js = jetstream(nc);
  const ids: string[] = [];
  const inOrder = async (rows: OutboxRow[]) => {
    for (const row of rows.toSorted((a, b) => a.version - b.version)) {
      if (!mayPublish()) return;
      await publishOne(js, row);
      ids.push(row.id);
    }
  };
  const aggregates = Map.groupBy(batch, (row) => row.aggregateId);
  const ends = await Promise.allSettled([...aggregates.values()].map(inOrder));
  const failed = ends.find((end) => end.status === 'rejected');
  return { ids, error: failed?.reason };
}
