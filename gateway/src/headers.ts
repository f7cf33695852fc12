// The headers of a request or an answer as they came in → those that go on.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { here } from '@calendar/shared/trace';
import { identityHeaders } from './edge.ts';
import { Refusal } from './problems.ts';

/** Of one connection only (RFC 9110 7.6.1). `expect` is answered here. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);
/** Twice in one request, nginx does not parse it: which of the two would count? */
const single = new Set([
  'host',
  'authorization',
  'content-length',
  'content-range',
  'transfer-encoding',
  'expect',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
]);
/** Written anew by whoever records a span here. */
const ofTrace = new Set(['traceparent', 'tracestate']);
const ofGateway = /^x-(?:real-ip|request-id|forwarded-(?:for|proto|host|port|path|prefix))$/;

/** Name and value in turn, as Node has them raw → pairs. */
function* pairs(raw: string[]): Generator<[name: string, value: string]> {
  for (let i = 0; i < raw.length; i += 2) yield [raw[i] as string, raw[i + 1] as string];
}

/** Throws a Refusal of 400 for headers that Kong does not let in. */
export function refuseAmbiguous(req: IncomingMessage): void {
  const seen = new Set<string>();
  for (const [name] of pairs(req.rawHeaders)) {
    const key = name.toLowerCase();
    if (single.has(key) && seen.has(key)) throw new Refusal(400);
    seen.add(key);
  }
  if (req.httpVersion !== '1.0' && !seen.has('host')) throw new Refusal(400);
}

/** Names that a message's own Connection header ties to the connection, and those that always are. */
function tied(connection: string | undefined): (name: string) => boolean {
  const names = (connection ?? '').toLowerCase().split(',');
  const named = new Set(names.map((name) => name.trim()));
  return (name) => ofConnection.has(name) || named.has(name);
}

/** The raw headers of an answer without those of the connection. */
export function answerHeaders(raw: string[]): [name: string, value: string][] {
  const all = [...pairs(raw)];
  const drop = tied(all.find(([name]) => name.toLowerCase() === 'connection')?.[1]);
  return all.filter(([name]) => !drop(name.toLowerCase()));
}

export type Added = { path: string; requestId: string; userId: string | undefined; open: boolean };

/** What goes to a service: the client's headers without what only the gateway may say, then what it says. */
export function requestHeaders(
  req: IncomingMessage,
  { path, requestId, userId, open }: Added,
): string[] {
  const drop = tied(req.headers.connection);
  const traced = here() !== undefined;
  const kept: string[] = [];
  for (const [name, value] of pairs(req.rawHeaders)) {
    const key = name.toLowerCase();
    if (drop(key) || identityHeaders.has(key) || ofGateway.test(key)) continue;
    if ((open && key === 'authorization') || (traced && ofTrace.has(key))) continue;
    kept.push(name, value);
  }
  const address = clientAddress(req.socket);
  const before = req.headers['x-forwarded-for'];
  kept.push('X-Real-IP', address, 'X-Forwarded-For', before ? `${before}, ${address}` : address);
  kept.push('X-Forwarded-Proto', 'http', 'X-Forwarded-Port', String(req.socket.localPort));
  kept.push(
    'X-Forwarded-Host',
    (req.headers.host ?? '').replace(/:\d+$/, ''),
    'X-Forwarded-Path',
    path,
  );
  kept.push('X-Request-Id', requestId);
  if (userId !== undefined) kept.push('X-User-Id', userId);
  return kept;
}

/** The socket's peer, never what a header says; IPv4 in its own form. */
export function clientAddress(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
