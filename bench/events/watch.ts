// Events as they leave the broker: who publishes is timed by what arrives.
import type { NatsConnection } from '@nats-io/transport-node';

/** Awaits `publish` and `count` events of calendars. How many came in a second, from the first to the last. */
export async function watch(
  nc: NatsConnection,
  count: number,
  publish: () => Promise<unknown>,
): Promise<number> {
  const all = Promise.withResolvers<void>();
  const times: number[] = [];
  nc.subscribe('calendars.v1.>', {
    max: count,
    callback: () => {
      times.push(performance.now());
      if (times.length === count) all.resolve();
    },
  });
  await Promise.all([publish(), all.promise]);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return ((count - 1) / (last - first)) * 1_000;
}
