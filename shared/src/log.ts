// JSON lines on standard output with the trace at hand; what is logged is ids, states and errors, never what users wrote.
import { type Logger, pino } from 'pino';
import { here } from './trace.ts';

export type Log = Logger;

type Loggable = Error & { code?: unknown; errno?: unknown };

/** An error's text without the value that the server quotes where two collide, which may be an address. */
export const withoutValues = (text: string): string =>
  text.replaceAll(/Duplicate entry '.*' for key/g, 'Duplicate entry for key');

// Written field by field: errors of the database driver carry statements and bound values in others.
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, code, errno, cause } = error as Loggable;
  return {
    type: name,
    message: withoutValues(message),
    ...(code === undefined ? {} : { code }),
    ...(errno === undefined ? {} : { errno }),
    stack: stack && withoutValues(stack),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

export function makeLog(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    mixin: () => ({ trace_id: here()?.traceId, span_id: here()?.spanId }),
  });
}
