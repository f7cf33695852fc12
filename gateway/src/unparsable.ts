// What Node's HTTP parser refuses or waits for in vain has no request: a 400 goes to the bare socket, as problem details like every other.
import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemBody } from './problems.ts';

type ParseError = Error & { code?: string; rawPacket?: Buffer };

/** Takes over `clientError` and CONNECT. A socket whose answer has begun is cut instead. */
export function answerUnparsable(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (req, res) => answering.set(req.socket, res));
  server.on('clientError', (error: ParseError, socket) => {
    const begun = answering.get(socket);
    const half = begun?.headersSent && !begun.writableEnded;
    if (error.code === 'ECONNRESET' || !socket.writable || half) socket.destroy();
    else refuse(socket, error.rawPacket);
  });
  server.on('connect', (_req, socket) => refuse(socket, undefined));
}

function refuse(socket: Duplex, packet: Buffer | undefined): void {
  const id = randomUUID();
  const path = /^[A-Z]+ (\/[^\s?#]*)/.exec(packet?.toString('latin1') ?? '')?.[1] ?? '/';
  const body = problemBody(400, path, id);
  const head = [
    'HTTP/1.1 400 Bad Request',
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
