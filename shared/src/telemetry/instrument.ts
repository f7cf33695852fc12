// What is watched without its knowing: HTTP in and out, Koa, MySQL, Redis, and the Node that runs them.
import type { IncomingMessage } from 'node:http';
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { KoaInstrumentation, KoaLayerType } from '@opentelemetry/instrumentation-koa';
import { MySQL2Instrumentation } from '@opentelemetry/instrumentation-mysql2';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { maskStatement } from './statements.ts';

const unwatched = new Set(['/livez', '/readyz', '/metrics', '/status']);
const watched = ['http', 'https', 'koa', 'mysql2', 'ioredis'];

/** Must come before any of them is loaded. The hooks are ours because the instrumentation's own patch nothing that is imported (ESM). */
export function instrument(): void {
  register({ include: watched });
  const instrumentations: Instrumentation[] = [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url }: IncomingMessage) => unwatched.has(url ?? ''),
      requireParentforOutgoingSpans: true,
    }),
    // One span for a route: a middleware of ours does too little to be worth one.
    new KoaInstrumentation({ ignoreLayersType: [KoaLayerType.MIDDLEWARE] }),
    new MySQL2Instrumentation({ maskStatement: true, maskStatementHook: maskStatement }),
    // Keys and values stay here.
    new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (name) => name }),
    new UndiciInstrumentation({ requireParentforSpans: true }),
    new RuntimeNodeInstrumentation(),
  ];
  registerInstrumentations({ instrumentations });
}
