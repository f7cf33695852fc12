// The baseline of the relay: nothing but the broker's acknowledgements, a window of messages at a time.
import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

/** As many as the relay takes at once. */
const WINDOW = 200;

/** Publishes a text `count` times, which WINDOW divides. */
export async function publishBare(nc: NatsConnection, text: string, count: number): Promise<void> {
  const js = jetstream(nc);
  const one = () => js.publish('calendars.v1.created', text, { msgID: randomUUID() });
  for (let n = 0; n < count; n += WINDOW) await Promise.all(Array.from({ length: WINDOW }, one));
}
