// The order of a request's checks, written once for all services: path, token, size, method, media type, form, action.
import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Joi from 'joi';
import Koa, { type Context } from 'koa';
import { AppError, type Fault, invalid, notFound } from '../errors.ts';
import { hashPayload, readKey } from '../idempotency/sent-key.ts';
import { isId } from '../ids.ts';
import type { Log } from '../log.ts';
import { inTrace, traceId } from '../trace.ts';
import type { Authenticate } from './authenticate.ts';
import { readBody, refuseLargeBody } from './body.ts';
import { notModified, parsePrecondition } from './conditions.ts';
import type { Health } from './health.ts';
import { toProblem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Answer, Call, Route } from './route.ts';
import { checkBody, checkQuery } from './validate.ts';

const noQuery = Joi.object({});

type Parts = { routes: readonly Route[]; authenticate: Authenticate; health: Health; log: Log };

type Sent = Record<string, unknown>;

const requestId = /^[A-Za-z0-9\-_.:/+=]{1,128}$/;

/** The Koa application of a service, from its routes. */
export function makeApp({ routes, authenticate, health, log }: Parts): Koa {
  const app = new Koa();
  const router = new Router({ strict: true, sensitive: true });
  for (const [path, methods] of byPath(routes)) {
    router.all(path, (ctx) => serve(ctx, methods, authenticate));
  }
  app.use(health.middleware);
  app.use(frame(log));
  app.use(router.routes());
  app.use(() => {
    throw notFound('path');
  });
  return app;
}

function byPath(routes: readonly Route[]): Map<string, Map<string, Route>> {
  const paths = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map();
    methods.set(route.method, route);
    if (route.method === 'GET') methods.set('HEAD', route);
    paths.set(route.path, methods);
  }
  return paths;
}

/** Trace, request id, and the problem document for whatever is thrown below. */
function frame(log: Log): Koa.Middleware {
  return (ctx, next) =>
    inTrace(ctx.get('traceparent'), async () => {
      const sent = ctx.get('x-request-id');
      ctx.set('X-Request-Id', requestId.test(sent) ? sent : crypto.randomUUID());
      try {
        await next();
      } catch (error) {
        const problem = toProblem(error, ctx.path, traceId());
        if (!(error instanceof AppError)) log.error({ err: error }, 'a request failed on a bug');
        else if (problem.status >= 500) log.warn({ err: error }, 'a request was refused');
        ctx.status = problem.status;
        ctx.set(problem.headers);
        ctx.body = JSON.stringify(problem.body);
        ctx.type = 'application/problem+json';
      }
    });
}

async function serve(ctx: Context, methods: Map<string, Route>, authenticate: Authenticate) {
  const allow = [...methods.keys(), 'OPTIONS'].join(', ');
  if (ctx.method === 'OPTIONS') {
    ctx.set('Allow', allow);
    ctx.status = 204;
    return;
  }
  const open = [...methods.values()].every((route) => route.public);
  const user = open ? { userId: '', token: '' } : await authenticate(ctx.get('authorization'));
  refuseLargeBody(ctx);
  const route = methods.get(ctx.method);
  if (!route) {
    const detail = `${ctx.method} is not a method of this path.`;
    throw new AppError('method-not-allowed', detail, { headers: { Allow: allow } });
  }
  const call = { ...(await readCall(ctx, route)), ...user };
  reply(ctx, await route.handle(call as Call<never, never>));
}

async function readCall(ctx: Context, route: Route): Promise<Omit<Call, 'userId' | 'token'>> {
  const faults: Fault[] = [];
  const sent = route.body ? await readBody(ctx) : undefined;
  const body = route.body && checkBody(route.body, sent, faults);
  const given = parseQuery(ctx.querystring, faults);
  const query = checkQuery(route.query ?? noQuery, given, faults);
  faults.push(...(route.rules?.({ query: query as Sent, body: body as Sent }) ?? []));
  const header = ctx.headers['idempotency-key'] as string | undefined;
  const key = route.creates?.(query as Sent) ? readKey(header, faults) : null;
  if (faults.length > 0) throw invalid(...faults);
  const params = readParams(ctx.params, route);
  const payload = [route.method, route.path, params, given, sent];
  return {
    params,
    query,
    body,
    client: ctx.get('x-real-ip') || ctx.ip,
    ifMatch: parsePrecondition(ctx.get('if-match') || undefined),
    ifNoneMatch: parsePrecondition(ctx.get('if-none-match') || undefined),
    idempotencyKey: key === null ? null : { key, payloadHash: hashPayload(payload) },
  };
}

/** An id that is none names nothing: 404. */
function readParams(params: Record<string, string>, route: Route): Record<string, string> {
  for (const [name, value] of Object.entries(params)) {
    const known = route.params?.[name]?.includes(value) ?? isId(value);
    if (!known) throw notFound(name.replace(/Id$/, ''));
  }
  return params;
}

function reply(ctx: Context, answer: Answer) {
  ctx.status = answer.status;
  if (answer.etag) ctx.set('ETag', answer.etag);
  if (answer.location) ctx.set('Location', answer.location);
  if (answer.replayed) ctx.set('Idempotent-Replayed', 'true');
  if (answer.headers) ctx.set(answer.headers);
  const reading = ctx.method === 'GET' || ctx.method === 'HEAD';
  const condition = parsePrecondition(ctx.get('if-none-match') || undefined);
  if (reading && answer.etag && notModified(condition, answer.etag)) {
    ctx.status = 304;
    return;
  }
  if (answer.body === undefined) return;
  ctx.body = answer.contentType ? answer.body : JSON.stringify(answer.body);
  ctx.type = answer.contentType ?? 'application/json';
}

const bounds = {
  keepAliveTimeout: 75_000, // above the gateway's idle time, so that we never close first
  requestTimeout: 90_000, // above the gateway's patience with a slow client, so that it speaks first
  // The gateway takes 16 KiB and sends a path on twice (X-Forwarded-Path): what it lets in must fit here.
  maxHeaderSize: 64 * 1024,
};

/** A listening server. */
export function listen(app: Koa, host: string, port: number): Promise<Server> {
  const server = createServer(bounds, app.callback());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
