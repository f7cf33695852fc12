// The stream a service publishes into, made or brought to these settings by the publisher itself.
import {
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';

/** `num_replicas`: on how many of the broker's servers it lies, 1 by default. */
export type StreamName = { name: string; subjects: string[]; num_replicas?: number };

const minute = 60_000;
const day = 24 * 60 * minute;

/** The name is in use with other settings. */
const STREAM_NAME_EXIST = 10058;

const settings = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  // A full stream refuses the event, which then waits in the outbox; the other choice drops what nobody has read yet.
  discard: DiscardPolicy.New,
  max_age: nanos(14 * day),
  duplicate_window: nanos(10 * minute),
  deny_delete: true,
};

/** When the stream was made, in the broker's words: two of one name differ in it. Throws what the broker says where it is away or refuses. */
export async function ensureStream(nc: NatsConnection, stream: StreamName): Promise<string> {
  // Without the check, which would ask for a right that the service does not need.
  const { streams } = await jetstreamManager(nc, { checkAPI: false });
  try {
    return (await streams.add({ ...stream, ...settings })).created;
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === STREAM_NAME_EXIST)) throw error;
    const { storage: _, retention: __, deny_delete: ___, ...changeable } = settings;
    const { name, ...chosen } = stream;
    return (await streams.update(name, { ...changeable, ...chosen })).created;
  }
}
