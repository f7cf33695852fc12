// A durable consumer: events of one stream in, one handler call each, at least once and in no promised order.
import { setTimeout as delay } from 'node:timers/promises';
import { type ConsumerMessages, jetstream } from '@nats-io/jetstream';
import type { Subscription } from '@nats-io/transport-node';
import type { Envelope } from '../contracts/envelope.ts';
import { pause } from '../pause.ts';
import type { Broker } from './connect.ts';
import { measureConsumer } from './consumer-meters.ts';
import { ensureConsumer } from './consumer-settings.ts';
import type { Parse } from './message.ts';
import { outage } from './outage.ts';
import { type Settle, settler } from './settle.ts';

type Deps<E extends Envelope> = Settle & {
  broker: Broker;
  stream: string;
  parse: Parse<E>;
  handle: (event: E) => Promise<void>;
};

const atOnce = 8;
const retryMs = 1_000;
const drainMs = 2_000;
const pull = {
  max_messages: atOnce,
  expires: 10_000,
  idle_heartbeat: 2_000,
  // A consumer or stream that was deleted ends the loop, which then makes the consumer anew.
  abort_on_missing_resource: true,
};

/**
 * Waits for broker and stream, outlives both. `handle` guards its effect by the aggregate's version and writes the inbox row last in
 * the same transaction; throwing has the event delivered again. Disposing finishes what is being handled and gives the rest back.
 */
export function startConsumer<E extends Envelope>(deps: Deps<E>): AsyncDisposable {
  const { broker, log, stream, durable } = deps;
  const settle = settler(deps, deps.parse, deps.handle);
  const trouble = outage(log, `consuming ${stream} as ${durable}`);
  const rest = pause();
  const handling = new Set<Promise<void>>();
  const ended = Promise.withResolvers<void>();
  let stopped = false;
  let messages: ConsumerMessages | undefined;

  async function open(): Promise<ConsumerMessages> {
    const nc = broker.connection();
    if (!nc) throw new Error('not connected to the broker');
    await ensureConsumer(nc, stream, durable);
    const consumer = await jetstream(nc).consumers.get(stream, durable);
    return await consumer.consume(pull);
  }

  async function takeAll(source: ConsumerMessages): Promise<void> {
    for await (const message of source) {
      if (stopped) {
        // At once it could come back into the pull that ends here, and be lost for as long as the broker waits.
        message.nak(retryMs);
        continue;
      }
      const job = settle(message).finally(() => handling.delete(job));
      handling.add(job);
      if (handling.size >= atOnce) await Promise.race(handling);
    }
  }

  /** Takes what the broker has sent already. The client's own `stop` drops that, and it comes again only after the broker's wait. */
  async function leave(source: ConsumerMessages): Promise<void> {
    // Not in the client's types; a connection that drains ends its consumers in this way.
    const { sub } = source as ConsumerMessages & { sub: Subscription };
    // Draining waits for an answer that a lost broker cannot give.
    if (broker.connection() && !sub.isClosed())
      await Promise.race([sub.drain(), delay(drainMs, undefined, { ref: false })]);
    source.stop();
  }

  async function work(): Promise<void> {
    // Until there was a connection, its absence is told by the broker's own log.
    await Promise.race([broker.ready, ended.promise]);
    while (!stopped) {
      try {
        messages = await open();
        trouble.over();
        if (stopped) messages.stop();
        await takeAll(messages);
      } catch (error) {
        trouble.failed(error);
      }
      if (!stopped) await rest.wait(retryMs);
    }
  }

  const working = work();
  const meters = measureConsumer({ broker, stream, durable });
  return {
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      meters[Symbol.dispose]();
      ended.resolve();
      rest.cut();
      if (messages) await leave(messages);
      await working;
      await Promise.all(handling);
    },
  };
}
