// One message in; handled and acknowledged, handed back for later, or put aside because nobody can read it.
import type { JsMsg } from '@nats-io/jetstream';
import type { Envelope } from '../contracts/envelope.ts';
import type { Database } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { instruments } from '../metrics.ts';
import { markFailed } from '../trace.ts';
import { ackWaitMs } from './consumer-settings.ts';
import { putAside } from './dead-letter.ts';
import { AlreadyTaken } from './inbox.ts';
import { type Parse, readMessage, Unreadable } from './message.ts';
import { consuming } from './message-spans.ts';

export type Settle = {
  db: Database;
  log: Log;
  newId: () => string;
  durable: string;
};

const backoffMs = [1_000, 5_000, 30_000, 120_000, 600_000];
/** A store that is away says nothing about the event, which should not wait minutes once it is back. */
const unavailableMs = 5_000;

function delayAfter(error: unknown, deliveries: number): number {
  const ms = backoffMs[Math.min(deliveries, backoffMs.length) - 1] ?? 0;
  const passes = error instanceof AppError && error.kind === 'unavailable';
  return passes ? Math.min(ms, unavailableMs) : ms;
}

async function handOver<E extends Envelope>(
  message: JsMsg,
  parse: Parse<E>,
  handle: (event: E) => Promise<void>,
): Promise<void> {
  const event = readMessage(message.data, parse);
  try {
    await handle(event);
  } catch (error) {
    // Done by another delivery that ran at the same time.
    if (!(error instanceof AlreadyTaken)) throw error;
  }
}

/** Never throws: what fails is delivered again, after 1 s, 5 s, 30 s, 2 min and then every 10 min, without end. */
export function settler<E extends Envelope>(
  { db, log, newId, durable }: Settle,
  parse: Parse<E>,
  handle: (event: E) => Promise<void>,
) {
  const { deadLetters } = instruments();
  // From the start, so that an increase from none is one.
  deadLetters.add(0, { 'messaging.consumer.group.name': durable });

  async function bury(message: JsMsg, error: Unreadable): Promise<void> {
    markFailed(error);
    const { subject, seq: streamSequence, data: payload } = message;
    const reason = error.message;
    log.error({ durable, subject, streamSequence, reason }, 'an event cannot be read: put aside');
    await putAside(db, {
      id: newId(),
      consumer: durable,
      subject,
      streamSequence,
      payload,
      reason,
    });
    deadLetters.add(1, { 'messaging.consumer.group.name': durable });
    message.term();
  }

  async function settle(message: JsMsg, deliveries: number): Promise<void> {
    // A handler may take longer than the broker waits.
    const working = setInterval(() => message.working(), ackWaitMs / 3);
    try {
      await handOver(message, parse, handle).then(
        () => message.ack(),
        (error: unknown) => {
          if (error instanceof Unreadable) return bury(message, error);
          throw error;
        },
      );
    } catch (error) {
      markFailed(error);
      const retryMs = delayAfter(error, deliveries);
      const { subject, seq } = message;
      log.warn({ err: error, durable, subject, seq, deliveries, retryMs }, 'an event failed');
      message.nak(retryMs);
    } finally {
      clearInterval(working);
    }
  }

  return (message: JsMsg): Promise<void> => {
    const deliveries = message.info.deliveryCount;
    return consuming(message, durable, deliveries, () => settle(message, deliveries));
  };
}
