// How a durable consumer takes its stream, made or brought to these settings at every start.
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  ReplayPolicy,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';

export const ackWaitMs = 30_000;

const changeable = {
  ack_wait: nanos(ackWaitMs),
  // An event that says "deleted" is tried for as long as it takes.
  max_deliver: -1,
  max_ack_pending: 64,
};

const fixed = {
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
};

/** Throws where the stream does not exist yet, or where the consumer exists with settings that cannot be changed. */
export async function ensureConsumer(
  nc: NatsConnection,
  stream: string,
  durable: string,
): Promise<void> {
  const { consumers } = await jetstreamManager(nc, { checkAPI: false });
  const found = await consumers.info(stream, durable).catch((error: unknown) => {
    const missing =
      error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound;
    if (missing) return undefined;
    throw error;
  });
  if (!found) {
    await consumers.add(stream, { durable_name: durable, ...fixed, ...changeable });
    return;
  }
  const current: Record<string, unknown> = found.config;
  const other = Object.entries(fixed).filter(([key, value]) => current[key] !== value);
  if (other.length > 0 || current.filter_subject)
    throw new Error(
      `Consumer ${durable} of ${stream} has settings that cannot be changed; delete it to have it made anew`,
    );
  await consumers.update(stream, durable, changeable);
}
