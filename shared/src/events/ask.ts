// A question to another service over the broker, and the side that answers: one member of a queue, a bounded number at once.
import type { Msg, Subscription } from '@nats-io/transport-node';
import { unavailable } from '../errors.ts';
import type { Log } from '../log.ts';
import { markFailed } from '../trace.ts';
import type { Broker } from './connect.ts';
import { asking, answering as inItsTrace } from './message-spans.ts';

/** The answer, as it came; 2 s at most, at once where nobody listens. Throws `unavailable` where there is none. */
export type Ask = (subject: string, question: unknown) => Promise<unknown>;

type Answer = { ok: boolean; value?: unknown };

const patienceMs = 2_000;
/** Questions answered at once; one more is turned away. */
const atOnce = 64;

export function makeAsk(broker: Broker): Ask {
  return async (subject, question) => {
    const nc = broker.connection();
    if (!nc) throw unavailable('The broker is away.');
    return asking(subject, async (headers) => {
      const reply = await nc
        .request(subject, JSON.stringify(question), { timeout: patienceMs, headers })
        .catch((error: unknown) => {
          throw unavailable(`Nobody answers ${subject}.`, error);
        });
      const { ok, value } = reply.json<Answer>();
      if (ok !== true) throw unavailable(`${subject} could not be answered.`);
      return value;
    });
  };
}

type Deps = {
  broker: Broker;
  log: Log;
  subject: string;
  queue: string;
  /** Throwing tells the other side that there is no answer. */
  answer: (question: Uint8Array) => Promise<unknown>;
};

/** Disposing finishes what is being answered. */
export function answerQuestions({ broker, log, subject, queue, answer }: Deps): AsyncDisposable {
  const answering = new Set<Promise<void>>();
  let stopped = false;
  let subscription: Subscription | undefined;

  const reply = (message: Msg, value: Answer) => void message.respond(JSON.stringify(value));

  async function respond(message: Msg): Promise<void> {
    try {
      reply(message, { ok: true, value: await answer(message.data) });
    } catch (error) {
      markFailed(error);
      log.warn({ err: error, subject }, 'what was asked or told over the broker failed');
      reply(message, { ok: false });
    }
  }

  const take = (error: Error | null, message: Msg) => {
    if (error) return log.error({ err: error, subject }, 'the broker refuses to let us listen');
    if (answering.size >= atOnce) return reply(message, { ok: false });
    const job = inItsTrace(message, () => respond(message)).finally(() => answering.delete(job));
    answering.add(job);
  };

  void broker.ready.then((nc) => {
    if (!stopped) subscription = nc.subscribe(subject, { queue, callback: take });
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      subscription?.unsubscribe();
      await Promise.all(answering);
    },
  };
}
