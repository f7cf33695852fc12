// The W3C trace of the work at hand: taken from the caller, carried through awaits, read by logs, problems and events.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';

type Trace = { traceId: string; spanId: string };

const storage = new AsyncLocalStorage<Trace>();
// Version ff is none, and version 00 ends with the flags (W3C Trace Context 3.2.2).
const header =
  /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** 32 hex digits, nearly all of them random; random bytes by themselves were a tenth of the cost of a small answer. */
const newHex = () => randomUUID().replaceAll('-', '');

/** The trace id of a `traceparent` header, or undefined where it says none. */
export function readTraceId(traceparent: string | null | undefined): string | undefined {
  return header.exec(traceparent ?? '')?.[1];
}

/** Runs `work` in the trace of a `traceparent` header (W3C Trace Context 3.2), or in a new one. */
export function inTrace<T>(traceparent: string | null | undefined, work: () => T): T {
  const traceId = readTraceId(traceparent) ?? newHex();
  return storage.run({ traceId, spanId: newHex().slice(16) }, work);
}

function current(): Trace | undefined {
  return trace.getActiveSpan()?.spanContext() ?? storage.getStore();
}

/** The trace id as 32 hex digits, or undefined outside of any trace. */
export function traceId(): string | undefined {
  return current()?.traceId;
}

/** The `traceparent` to hand on, or null outside of any trace. */
export function traceparent(): string | null {
  const here = current();
  return here ? `00-${here.traceId}-${here.spanId}-01` : null;
}
