// Telling another service of an event at once, before the caller's client is answered. The outbox covers every failure here.
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { Envelope } from '../contracts/envelope.ts';
import type { Log } from '../log.ts';
import { inTrace } from '../trace.ts';
import type { Broker } from './connect.ts';
import { AlreadyTaken } from './inbox.ts';
import { type Parse, readEvent } from './message.ts';

/** Whether the other side says that the event has taken effect; 2 s at most, at once where nobody listens, and never an error. */
export type Tell = (subject: string, event: Envelope) => Promise<boolean>;

type Answer = { ok: boolean };

const patienceMs = 2_000;

export function makeTell({ broker, log }: { broker: Broker; log: Log }): Tell {
  return async (subject, event) => {
    try {
      const nc = broker.connection();
      if (!nc) throw new Error('not connected to the broker');
      const reply = await nc.request(subject, JSON.stringify(event), { timeout: patienceMs });
      return reply.json<Answer>().ok === true;
    } catch (error) {
      log.warn({ err: error, subject, eventId: event.id }, 'could not tell; the event will follow');
      return false;
    }
  };
}

type Deps<E extends Envelope> = {
  broker: Broker;
  log: Log;
  subject: string;
  queue: string;
  parse: Parse<E>;
  handle: (event: E) => Promise<void>;
};

/** The other side of a Tell: one member of `queue` handles it and answers. Disposing finishes what is being handled. */
export function listen<E extends Envelope>(deps: Deps<E>): AsyncDisposable {
  const { broker, log, subject, queue, parse, handle } = deps;
  const handling = new Set<Promise<void>>();
  let stopped = false;
  let subscription: Subscription | undefined;

  async function succeeds(message: Msg): Promise<boolean> {
    try {
      const event = readEvent(message.data, parse);
      await inTrace(event.traceparent, () => handle(event));
      return true;
    } catch (error) {
      if (error instanceof AlreadyTaken) return true;
      log.warn({ err: error, subject }, 'what was told failed; the event will follow');
      return false;
    }
  }

  async function answer(message: Msg): Promise<void> {
    const ok = await succeeds(message);
    message.respond(JSON.stringify({ ok } satisfies Answer));
  }

  const take = (error: Error | null, message: Msg) => {
    if (error) return log.error({ err: error, subject }, 'the broker refuses to let us listen');
    const job = answer(message).finally(() => handling.delete(job));
    handling.add(job);
  };

  void broker.ready.then((nc) => {
    if (!stopped) subscription = nc.subscribe(subject, { queue, callback: take });
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      subscription?.unsubscribe();
      await Promise.all(handling);
    },
  };
}
