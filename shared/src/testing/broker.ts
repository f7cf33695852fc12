// The broker as an administrator sees it: events put into a stream, consumers held up, told what services are told.
import { AckPolicy, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type Envelope, subjectOf } from '../contracts/envelope.ts';
import { connectBroker } from '../events/connect.ts';
import { collectedLog } from './collected-log.ts';
import { until } from './until.ts';

export type BrokerView = AsyncDisposable & {
  /** Puts an event into its stream, again too where it is there already. */
  publish: (event: Envelope) => Promise<void>;
  /** Waits until a consumer has taken everything that is in its stream. */
  drained: (stream: string, durable: string) => Promise<void>;
  /** Nothing is delivered to a consumer until what this returns is called; then everything from the first event on. */
  pause: (stream: string, durable: string) => Promise<() => Promise<void>>;
  /** Everything in the stream is delivered once more. */
  repeat: (stream: string, durable: string) => Promise<void>;
};

type Consumers = JetStreamManager['consumers'];

const found = (consumers: Consumers, stream: string, durable: string) =>
  consumers.info(stream, durable).catch(() => undefined);

/** A consumer that its service refuses, and that gives nothing to one which looked before and asks now: no event has that subject. */
const block = (consumers: Consumers, stream: string, durable: string) =>
  consumers.add(stream, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    filter_subject: `${stream.toLowerCase()}.v1.none`,
  });

/** With its state: a broker that wrote to it meanwhile says that files are left, which the next of this name would inherit. */
async function remove(consumers: Consumers, stream: string, durable: string): Promise<void> {
  const again = async () => {
    await block(consumers, stream, durable);
    return false;
  };
  await until(() => consumers.delete(stream, durable).then(() => true, again));
}

async function pause(consumers: Consumers, stream: string, durable: string): Promise<void> {
  await until(() => found(consumers, stream, durable));
  await until(async () => {
    await remove(consumers, stream, durable);
    // Its service may have made it anew meanwhile.
    return block(consumers, stream, durable).then(
      () => true,
      () => false,
    );
  });
}

export async function openBroker(url: string): Promise<BrokerView> {
  const broker = connectBroker({ url, name: 'admin', log: collectedLog().log });
  const nc = await broker.ready;
  const { consumers } = await jetstreamManager(nc);

  return {
    publish: async (event) => {
      await jetstream(nc).publish(subjectOf(event.type), JSON.stringify(event));
    },
    drained: async (stream, durable) => {
      await until(async () => {
        const info = await found(consumers, stream, durable);
        return info && info.num_pending + info.num_ack_pending === 0;
      });
    },
    pause: async (stream, durable) => {
      await pause(consumers, stream, durable);
      return () => remove(consumers, stream, durable);
    },
    repeat: (stream, durable) => remove(consumers, stream, durable),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}
