// Telling another service of an event at once, before the caller's client is answered. The outbox covers every failure here.
import type { Envelope } from '../contracts/envelope.ts';
import type { Log } from '../log.ts';
import { answerQuestions, makeAsk } from './ask.ts';
import type { Broker } from './connect.ts';
import { AlreadyTaken } from './inbox.ts';
import { type Parse, readMessage } from './message.ts';

/** Whether the other side says that the event has taken effect; 2 s at most, at once where nobody listens, and never an error. */
export type Tell = (subject: string, event: Envelope) => Promise<boolean>;

export function makeTell({ broker, log }: { broker: Broker; log: Log }): Tell {
  const ask = makeAsk(broker);
  return (subject, event) =>
    ask(subject, event).then(
      () => true,
      (error: unknown) => {
        log.warn(
          { err: error, subject, eventId: event.id },
          'could not tell; the event will follow',
        );
        return false;
      },
    );
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
export function listen<E extends Envelope>({ parse, handle, ...deps }: Deps<E>): AsyncDisposable {
  const answer = async (bytes: Uint8Array): Promise<void> => {
    const event = readMessage(bytes, parse);
    await handle(event).catch((error: unknown) => {
      if (!(error instanceof AlreadyTaken)) throw error;
    });
  };
  return answerQuestions({ ...deps, answer });
}
