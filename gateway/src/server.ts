// The way of a request through the gateway, in the order of Kong's plugins.
import { type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '@calendar/shared/log';
import { readTraceId } from '@calendar/shared/trace';
import type { GatewayConfig } from './config.ts';
import { createCors } from './cors.ts';
import { isRequestId, readToken, type Token } from './edge.ts';
import type { createForward } from './forward.ts';
import { clientAddress, refuseAmbiguous, requestHeaders } from './headers.ts';
import { createTokenCheck } from './jwt.ts';
import { readTarget } from './path.ts';
import { problemBody, Refusal } from './problems.ts';
import type { RateLimits } from './rate-limit.ts';
import { createRouter, type Route } from './router.ts';
import { meterBody, refuseDeclared } from './size-limit.ts';
import { answerUnparsable } from './unparsable.ts';

type Options = {
  config: GatewayConfig;
  /** Asked for each token, since keys change while it runs. */
  keyOf: (kid: string) => KeyObject | undefined;
  limits: RateLimits;
  forwards: Map<string, ReturnType<typeof createForward>>;
  /** How long a client may take to send its request, and how long it may take nothing of its answer. */
  clientTimeoutMs: number;
  now: () => number;
  log: Log;
};

const bounds = (clientTimeoutMs: number) => ({
  maxHeaderSize: 16 * 1024,
  requireHostHeader: false, // asked for by refuseAmbiguous, with a problem for a body
  keepAliveTimeout: 75_000,
  headersTimeout: clientTimeoutMs,
  requestTimeout: clientTimeoutMs,
  connectionsCheckingInterval: Math.ceil(clientTimeoutMs / 12), // Node looks every 30 s otherwise
});

/** Not yet listening. */
export function createGateway({
  config,
  keyOf,
  limits,
  forwards,
  clientTimeoutMs,
  now,
  log,
}: Options): Server {
  const route = createRouter(config.routes);
  const cors = createCors(config.cors);
  const checkToken = createTokenCheck({ ...config, keyOf, now });

  const pass = async (
    req: IncomingMessage,
    res: ServerResponse,
    requestId: string,
  ): Promise<void> => {
    refuseAmbiguous(req);
    const { path, query } = readTarget(req.url ?? '');
    const to = route(path);
    if (!to) throw new Refusal(404);
    const token = readToken(to, req.method ?? '', req.headers.authorization);
    if (cors.preflight(req, res)) return;
    if (!to.open && req.method !== 'OPTIONS') checkToken(token);
    refuseDeclared(req, config.maximumBodyBytes);
    await limit(to, token, req, res);
    const body = meterBody(req, config.maximumBodyBytes);
    const headers = requestHeaders(req, { path, requestId, userId: token?.sub, open: to.open });
    await forwards.get(to.service)?.(req, res, { path: path + query, headers, body });
  };

  const limit = async (
    to: Route,
    token: Token | undefined,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> => {
    const byUser = to.limit.by === 'user' && token;
    const usage = await limits.count(to.limit, byUser ? token.sub : clientAddress(req.socket));
    for (const [name, value] of Object.entries(usage?.headers ?? {})) res.setHeader(name, value);
    if (usage?.exceeded) throw new Refusal(429);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const sent = req.headers['x-request-id'];
    const requestId = typeof sent === 'string' && isRequestId(sent) ? sent : randomUUID();
    res.setHeader('X-Request-Id', requestId);
    cors.mark(req, res);
    // What is left of a body that nobody wants is read away, so that the connection can go on.
    res.once('finish', () => req.unpipe().resume());
    // Once the server stops, a connection would otherwise stay for the whole of its keep-alive time.
    res.once('close', () => !server.listening && req.socket.end());
    try {
      await pass(req, res, requestId);
    } catch (error) {
      refuse(req, res, error, requestId);
      const status = error instanceof Refusal ? error.status : 500;
      if (status >= 500)
        log.error({ err: error, requestId, status }, 'a request could not be passed on');
    }
  };

  const server = createServer(bounds(clientTimeoutMs), serve);
  // Who takes nothing of an answer, or never hangs up, would otherwise be kept for ever, with all that waits for it.
  // Later than the limits above, which say why they cut.
  server.timeout = clientTimeoutMs * 1.5;
  server.on('checkContinue', serve);
  server.on('checkExpectation', serve);
  answerUnparsable(server);
  return server;
}

function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
  requestId: string,
): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const { status, headers } = error instanceof Refusal ? error : new Refusal(500);
  const trace = readTraceId(req.headers.traceparent as string | undefined);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  // Who asked first sends no body now: what comes next on the connection would be taken for it.
  if (req.headers.expect) res.setHeader('Connection', 'close');
  const body = problemBody(status, pathOf(req), trace ?? requestId);
  res.setHeader('Content-Type', 'application/problem+json');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.writeHead(status).end(body);
}

function pathOf(req: IncomingMessage): string {
  try {
    return readTarget(req.url ?? '').path;
  } catch {
    return '/'; // no path at all, which is what the answer says
  }
}
