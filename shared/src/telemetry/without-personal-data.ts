// Between what is recorded and what is sent: addresses of clients stay here, and so do the values that errors quote.
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { withoutValues } from '../log.ts';

const personal = ['client.address', 'network.peer.address', 'user_agent.original', 'url.query'];

/** A span is finished when it comes here, so that what is changed of it nobody else has read. */
export function withoutPersonalData(next: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, parent) => next.onStart(span, parent),
    onEnd: (span) => {
      clean(span);
      next.onEnd(span);
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

function clean({ attributes, status, events }: ReadableSpan): void {
  for (const name of personal) delete attributes[name];
  const { 'url.full': address } = attributes;
  if (typeof address === 'string') attributes['url.full'] = address.replace(/\?.*/s, '');
  if (status.message) status.message = withoutValues(status.message);
  for (const { attributes: told = {} } of events) {
    for (const [name, value] of Object.entries(told)) {
      if (typeof value === 'string') told[name] = withoutValues(value);
    }
  }
}
