// What a consumer can be measured by, as its broker counts: how far it is behind, and what it was given in vain.
import { jetstreamManager } from '@nats-io/jetstream';
import { instruments, observing, ofStream } from '../metrics.ts';
import type { Broker } from './connect.ts';

type Deps = { broker: Broker; stream: string; durable: string };

/** Silent while the broker is away, or the consumer not made yet. */
export function measureConsumer({ broker, stream, durable }: Deps): Disposable {
  const { consumerPending, consumerUnsettled, consumerRedelivered } = instruments();
  const about = { ...ofStream(stream), 'messaging.consumer.group.name': durable };
  const all = [consumerPending, consumerUnsettled, consumerRedelivered];
  return observing(all, async (result) => {
    const nc = broker.connection();
    if (!nc) return;
    const { consumers } = await jetstreamManager(nc, { checkAPI: false });
    const info = await consumers.info(stream, durable);
    result.observe(consumerPending, info.num_pending, about);
    result.observe(consumerUnsettled, info.num_ack_pending, about);
    result.observe(consumerRedelivered, info.num_redelivered, about);
  });
}
