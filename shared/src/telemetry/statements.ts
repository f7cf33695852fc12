// How SQL shows in a trace: under its verb, and without the values that models write into it.
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

// A text may hold line ends of every kind, escaped quotes and quotes of the other sort; one that is not closed goes to the end.
const text = /(["'])(?:\\.|(?!\1)[^\\])*(?:\1|$)/gs;
const figure = /\b(?:0x[\da-f]+|\d+)\b/gi;

export const maskStatement = (sql: string): string => sql.replace(text, '?').replace(figure, '?');

/** Its instrumentation names a statement by what stands before the first space, which is `(` where a union begins. */
export const nameByVerb: SpanProcessor = {
  onStart: (span) => {
    const { 'db.system.name': system, 'db.query.text': sql } = span.attributes;
    const verb = system === 'mysql' && /^[\s(]*(\w+)/.exec(`${sql}`)?.[1];
    if (verb) span.updateName(verb);
  },
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};
