// Who takes too long is told so and let go: nothing of a client is kept for ever, whatever it does or leaves undone.
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { runGateway } from './support/running-gateway.ts';
import { deafClient, post, slowClient, trickle } from './support/slow.ts';
import { startUpstream } from './support/upstream.ts';

const clientTimeoutMs = 1_000;

async function patient(listener?: Parameters<typeof startUpstream>[1]) {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream('any', listener));
  const gateway = await runGateway({ auth: [upstream], entry: [upstream], clientTimeoutMs });
  stack.use(gateway);
  const resources = stack.move();
  return {
    url: new URL(gateway.url),
    upstream,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const isProblem400 = expect.stringMatching(
  /^HTTP\/1\.1 400 [\s\S]*\r\nContent-Type: application\/problem\+json\r\n[\s\S]*"type":"\/problems\/validation"/,
);

const unfinished = {
  'not a byte': '',
  'half a request line': 'GET /cal',
  'headers without an end': 'GET /docs HTTP/1.1\r\nHost: x\r\n',
};

test.each(Object.entries(unfinished))('%s: 400, and the connection is cut', async (_, text) => {
  await using gateway = await patient();
  const client = await slowClient(gateway.url, text);
  expect(await client.ended).toEqual(isProblem400);
});

test('a body at some bytes a second: 400, and its service is let go too', async () => {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  await using gateway = await patient((req) => {
    req.on('error', () => undefined).resume();
    req.socket.once('close', leave);
  });
  const client = await slowClient(gateway.url, post('/auth/login'));
  const sending = trickle(client, 50);
  await left;
  expect(await client.ended).toEqual(isProblem400);
  await sending;
});

test('an answer that nobody takes: cut, and its service is let go too', async () => {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const large = Buffer.alloc(32 * 1024 * 1024, 'x');
  await using gateway = await patient((_req, res) => {
    res.once('close', leave).end(large);
  });
  const client = await deafClient(gateway.url, 'GET /docs HTTP/1.1\r\nHost: x\r\n\r\n');
  await left;
  client.socket.resume();
  expect((await client.ended).length).toBeLessThan(large.length);
});

test('an answer that is taken slowly arrives whole', async () => {
  const large = Buffer.alloc(32 * 1024 * 1024, 'x');
  await using gateway = await patient((_req, res) => void res.end(large));
  const began = performance.now();
  const { socket, ended } = await slowClient(
    gateway.url,
    'GET /docs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  // A sixteenth of it, and no more until a fifth of the time is over that it may take nothing in.
  let taken = 0;
  socket.on('data', (chunk) => {
    taken += chunk.length;
    if (taken < large.length / 16) return;
    taken = 0;
    socket.pause();
    setTimeout(() => socket.resume(), clientTimeoutMs / 5);
  });
  expect((await ended).length).toBeGreaterThan(large.length);
  expect(performance.now() - began).toBeGreaterThan(clientTimeoutMs * 2);
});

test('a client that is refused and never hangs up is cut', async () => {
  await using gateway = await patient();
  const client = await slowClient(gateway.url, 'no request at all\r\n\r\n', true);
  await once(client.socket, 'end');
  expect(client.received()).toEqual(isProblem400);
  // Only who writes hears that nobody is there any more.
  await trickle(client, clientTimeoutMs * 2);
  await client.ended;
});
