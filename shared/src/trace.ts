// The W3C trace of the work at hand: taken from the caller, carried through awaits, read by logs, problems and events.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

type Trace = { traceId: string; spanId: string; traceFlags: number };

const storage = new AsyncLocalStorage<Trace>();
const kept = 1; // of the flags: whoever records, records this trace
// Version ff is none, and version 00 ends with the flags (W3C Trace Context 3.2.2).
const header =
  /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** 32 hex digits, nearly all of them random; random bytes by themselves were a tenth of the cost of a small answer. */
const newHex = () => randomUUID().replaceAll('-', '');

/** The trace id of a `traceparent` header, or undefined where it says none. */
export function readTraceId(traceparent: string | null | undefined): string | undefined {
  return header.exec(traceparent ?? '')?.[1];
}

/** Runs `work` in the trace of a `traceparent` header (W3C Trace Context 3.2), or in a new one. */
export function inTrace<T>(traceparent: string | null | undefined, work: () => T): T {
  return goOn(readTraceId(traceparent), work);
}

function goOn<T>(sent: string | undefined, work: () => T): T {
  const traceId = sent ?? newHex();
  return storage.run({ traceId, spanId: newHex().slice(16), traceFlags: kept }, work);
}

/** The span at hand: a recorded one where there is an SDK, else our own; undefined outside of any trace. */
export function here(): Trace | undefined {
  return trace.getActiveSpan()?.spanContext() ?? storage.getStore();
}

/** The trace id as 32 hex digits, or undefined outside of any trace. */
export function traceId(): string | undefined {
  return here()?.traceId;
}

/** The `traceparent` to hand on, or null outside of any trace. */
export function traceparent(): string | null {
  const span = here();
  if (!span) return null;
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  return `00-${span.traceId}-${span.spanId}-${flags}`;
}

/** The header that hands the trace on with a request; none where an SDK watches, which sends its own span of the request. */
export function traceHeaders(): { traceparent?: string } {
  const own = trace.getActiveSpan() ? null : traceparent();
  return own === null ? {} : { traceparent: own };
}

const tracer = trace.getTracer('calendar');

/** Runs `work` as a span of the trace at hand. Without an SDK that is `work` and nothing else. */
export function inSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, options, (span) => ending(span, work));
}

/** Runs `work` as a span that goes on where `traceparent` was written, or begins a trace where it says none. */
export function inSpanOf<T>(
  traceparent: string | null | undefined,
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  const [, traceId, spanId, flags] = header.exec(traceparent ?? '') ?? [];
  const parent = contextOf(traceId, spanId, flags);
  const begin = () => tracer.startActiveSpan(name, options, parent, (span) => ending(span, work));
  return goOn(traceId, begin);
}

function contextOf(traceId?: string, spanId?: string, flags?: string): Context {
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & kept;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function fail(span: Span, error: unknown): void {
  span.recordException(error as Error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Notes in the span at hand that its work failed, where nothing is thrown that would say so. */
export function markFailed(error: unknown): void {
  const span = trace.getActiveSpan();
  if (span) fail(span, error);
}

async function ending<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}
