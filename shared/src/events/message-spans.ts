// How messages show in a trace (OpenTelemetry's conventions for messaging): a span where one is sent, a span where it is dealt with.

import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { inSpan, inSpanOf, traceparent } from '../trace.ts';

type Carried = { subject: string; headers?: MsgHdrs | undefined };

const header = 'traceparent';

const about = (subject: string, type: 'send' | 'process', more?: Attributes): Attributes => ({
  'messaging.system': 'nats',
  'messaging.destination.name': subject,
  'messaging.operation.type': type,
  ...more,
});

/** The headers of a message that is sent now. */
function carryTrace(): MsgHdrs {
  const sent = headers();
  const here = traceparent();
  if (here) sent.set(header, here);
  return sent;
}

/** Publishes in the trace that was written down with the event. */
export function publishing<T>(
  written: string | null,
  subject: string,
  publish: (headers: MsgHdrs) => Promise<T>,
): Promise<T> {
  const options = { kind: SpanKind.PRODUCER, attributes: about(subject, 'send') };
  return inSpanOf(written, `send ${subject}`, options, () => publish(carryTrace()));
}

/** Asks in the trace at hand. */
export function asking<T>(subject: string, ask: (headers: MsgHdrs) => Promise<T>): Promise<T> {
  const options = { kind: SpanKind.CLIENT, attributes: about(subject, 'send') };
  return inSpan(`send ${subject}`, options, () => ask(carryTrace()));
}

/** Answers in the trace of whoever asks. */
export function answering(message: Carried, answer: () => Promise<void>): Promise<void> {
  const attributes = about(message.subject, 'process');
  return process(message, { kind: SpanKind.SERVER, attributes }, answer);
}

/** Deals with a delivery of an event in the trace that it came with. */
export function consuming(
  message: Carried,
  durable: string,
  deliveries: number,
  consume: () => Promise<void>,
): Promise<void> {
  const attributes = about(message.subject, 'process', {
    'messaging.consumer.group.name': durable,
    'messaging.nats.delivery_count': deliveries,
  });
  return process(message, { kind: SpanKind.CONSUMER, attributes }, consume);
}

const process = (
  { subject, headers: sent }: Carried,
  options: { kind: SpanKind; attributes: Attributes },
  work: () => Promise<void>,
) => inSpanOf(sent?.get(header), `process ${subject}`, options, work);
