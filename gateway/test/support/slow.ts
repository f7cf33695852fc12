// Clients that take their time: a connection, what was written to it, and how it ended.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Slow = {
  socket: Socket;
  /** What came back so far. */
  received: () => string;
  isOpen: () => boolean;
  /** Resolves when nothing is left of the connection, to what came back. */
  ended: Promise<string>;
};

/** Connected, and `text` sent. With `allowHalfOpen` it does not hang up when the other side has. */
export async function slowClient(base: URL, text = '', allowHalfOpen = false): Promise<Slow> {
  const place = { host: base.hostname, port: Number(base.port || 80) };
  const socket = connect({ ...place, allowHalfOpen });
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined); // a connection that is reset has ended too
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return { socket, received: () => received, isOpen: () => !socket.closed, ended };
}

/** Asks, and takes nothing of the answer. */
export async function deafClient(base: URL, text: string): Promise<Slow> {
  const client = await slowClient(base);
  client.socket.pause();
  client.socket.write(text);
  return client;
}

/** Sends one byte of a body every `everyMs` for as long as it may. */
export async function trickle({ socket }: Slow, everyMs: number): Promise<void> {
  while (socket.writable) {
    socket.write(' ');
    await delay(everyMs);
  }
}

export const post = (path: string, headers = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n${headers}\r\n{`;
