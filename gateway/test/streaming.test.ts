// Bodies pass while they are being sent, in both directions, and a broken one never looks whole.
import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { runGateway } from './support/running-gateway.ts';
import { startUpstream } from './support/upstream.ts';

test('the first chunk of an answer arrives before the last is sent', async () => {
  const { promise: received, resolve: receive } = Promise.withResolvers<void>();
  await using upstream = await startUpstream('slow', async (_req, res) => {
    res.write('first');
    await received;
    res.end('last');
  });
  await using gateway = await runGateway({ entry: [upstream] });
  const answer = await fetch(`${gateway.url}/docs`);
  const chunks: string[] = [];
  for await (const chunk of answer.body ?? []) {
    chunks.push(new TextDecoder().decode(chunk));
    receive();
  }
  expect(chunks).toEqual(['first', 'last']);
});

test('the first chunk of a request arrives before the last is sent', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<string>();
  await using upstream = await startUpstream('reader', async (req, res) => {
    let body = '';
    for await (const chunk of req) {
      body += chunk;
      arrive(body);
    }
    res.end(body);
  });
  await using gateway = await runGateway({ auth: [upstream] });
  const req = request(`${gateway.url}/auth/login`, { method: 'POST' });
  req.write('first');
  expect(await arrived).toBe('first');
  req.end('last');
  const [answer] = await once(req, 'response');
  expect((await answer.toArray()).join('')).toBe('firstlast');
});

test('an instance that dies in the middle of its answer leaves the client with a broken one', async () => {
  await using upstream = await startUpstream('dying', (req, res) => {
    res.write('half', () => req.socket.destroy());
  });
  await using gateway = await runGateway({ entry: [upstream] });
  await expect(fetch(`${gateway.url}/docs`).then((answer) => answer.text())).rejects.toThrow();
});

test('a client that leaves takes its request with it', async () => {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using upstream = await startUpstream('waiting', (req) => {
    req.socket.once('close', leave);
    ask();
  });
  await using gateway = await runGateway({ entry: [upstream] });
  const client = new AbortController();
  const answer = fetch(`${gateway.url}/docs`, { signal: client.signal });
  await asked;
  client.abort();
  await expect(answer).rejects.toThrow();
  await left;
});

test('an answer before the end of the body is passed on, and the connection stays usable', async () => {
  await using upstream = await startUpstream('early', (_req, res) =>
    res.writeHead(409).end('early'),
  );
  await using gateway = await runGateway({ auth: [upstream] });
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(`${gateway.url}/auth/login`, {
      method: 'POST',
      body: 'x'.repeat(200_000),
    });
    expect([answer.status, await answer.text()]).toEqual([409, 'early']);
  }
});

test('several headers of one name, a status without a body and Vary of a service arrive', async () => {
  await using upstream = await startUpstream('plain', (_req, res) => {
    res
      .setHeader('Link', ['<a>', '<b>'])
      .setHeader('Vary', 'Accept')
      .setHeader('X-Request-Id', 'other');
    res.writeHead(204).end();
  });
  await using gateway = await runGateway({
    entry: [upstream],
    env: { CORS_ORIGINS: 'https://a.example,https://b.example' },
  });
  const answer = await fetch(`${gateway.url}/docs`, {
    headers: { origin: 'https://b.example', 'x-request-id': 'mine' },
  });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    link: '<a>, <b>',
    vary: 'Origin, Accept',
    'x-request-id': 'mine',
    'access-control-allow-origin': 'https://b.example',
  });
});
