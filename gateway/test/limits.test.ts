// How much a client may send: bytes in a body, requests in a minute.
import { until } from '@calendar/shared/testing/until';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectProblem } from './support/problem.ts';
import { sendRaw } from './support/raw-request.ts';
import { freePort, startRedis } from './support/redis.ts';
import { key, runGateway } from './support/running-gateway.ts';
import { accessToken } from './support/tokens.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

const stack = new AsyncDisposableStack();
const bearer = (sub: string) => ({ authorization: `Bearer ${accessToken(key, { sub })}` });
const kib = 1024;
const limits = { USER_LIMIT: '3', ADDRESS_LIMIT: '2' };
let upstream: Upstream;
let url: string;
beforeAll(async () => {
  upstream = stack.use(await startUpstream('any'));
  ({ url } = stack.use(await runGateway({ auth: [upstream], calendar: [upstream] })));
});
afterAll(() => stack.disposeAsync());

/** A gateway with low limits on this Redis, once it is connected. */
async function limited(redisPort: number) {
  const services = { auth: [upstream], calendar: [upstream], entry: [upstream] };
  const gateway = await runGateway({ ...services, redisPort, env: limits });
  await untilCounting(gateway.url);
  return gateway;
}

async function untilCounting(base: string): Promise<void> {
  for (;;) {
    const { headers } = await fetch(`${base}/calendars`, { method: 'OPTIONS' });
    if (headers.has('ratelimit-limit')) return;
  }
}

const numbers = ({ headers, status }: Response) => ({
  status,
  limit: headers.get('ratelimit-limit'),
  remaining: headers.get('ratelimit-remaining'),
});

/** Waits where the minute would end between two requests of one test. */
async function earlyInMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 5000) await new Promise((resolve) => setTimeout(resolve, left));
}

test('256 KiB pass, one byte more does not, declared or in chunks', async () => {
  const post = (body: string | ReadableStream) =>
    fetch(`${url}/auth/login`, { method: 'POST', body, duplex: 'half' } as RequestInit);
  const chunked = (bytes: number) => new Blob([new Uint8Array(bytes)]).stream();
  for (const body of ['x'.repeat(256 * kib), chunked(256 * kib)]) {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { body: string }).body.length).toBe(256 * kib);
  }
  for (const body of [
    'x'.repeat(256 * kib + 1),
    chunked(256 * kib + 1),
    'x'.repeat(2048 * kib),
    chunked(2048 * kib),
  ]) {
    await expectProblem(await post(body), 413, 'payload-too-large', '/auth/login');
  }
});

test('a large body without a token: 401 comes first', async () => {
  const answer = await fetch(`${url}/calendars`, { method: 'POST', body: 'x'.repeat(300 * kib) });
  await expectProblem(answer, 401, 'unauthorized', '/calendars');
});

test('who asks before sending is told 413 at once, or to go on', async () => {
  const ask = (length: number) =>
    `POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
  const refused = await sendRaw(new URL(url), ask(300 * kib));
  expect(refused).toMatchObject({ status: 413, toldToGoOn: false });
  expect(refused.head).toMatch(/^connection: close\r$/im);
  const passed = await sendRaw(new URL(url), `${ask(2)}{}`);
  expect(passed).toMatchObject({ status: 200, toldToGoOn: true });
});

test('one budget for a user over all routes, one for an address on public ones, told in headers', async () => {
  await using redis = await startRedis(await freePort());
  await using gateway = await limited(redis.port);
  await earlyInMinute();
  const paths = ['/calendars', '/auth/me', '/calendars/x/entries'];
  const answers = [];
  for (const path of paths) answers.push(await fetch(gateway.url + path, { headers: bearer('a') }));
  expect(answers.map(numbers)).toEqual(
    ['2', '1', '0'].map((remaining) => ({ status: 200, limit: '3', remaining })),
  );

  const refused = await fetch(`${gateway.url}/calendars`, { headers: bearer('a') });
  expect(numbers(refused)).toEqual({ status: 429, limit: '3', remaining: '0' });
  expect(refused.headers.get('retry-after')).toBe(refused.headers.get('ratelimit-reset'));
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  await expectProblem(refused, 429, 'rate-limited', '/calendars');

  const other = await fetch(`${gateway.url}/calendars`, { headers: bearer('b') });
  expect(numbers(other)).toEqual({ status: 200, limit: '3', remaining: '2' });

  const open = [];
  for (const sub of ['a', 'b', 'c']) {
    open.push(
      await fetch(`${gateway.url}/auth/login`, {
        headers: { ...bearer(sub), 'x-forwarded-for': `10.0.0.${sub}` },
      }),
    );
  }
  expect(open.map(numbers)).toEqual([
    { status: 200, limit: '2', remaining: '1' },
    { status: 200, limit: '2', remaining: '0' },
    { status: 429, limit: '2', remaining: '0' },
  ]);
});

test('two gateways on one Redis share the counts', async () => {
  await using redis = await startRedis(await freePort());
  await using one = await limited(redis.port);
  await using two = await limited(redis.port);
  await earlyInMinute();
  const remaining = [];
  for (const { url: base } of [one, two, one]) {
    const { headers } = await fetch(`${base}/calendars`, { headers: bearer('shared') });
    remaining.push(headers.get('ratelimit-remaining'));
  }
  expect(remaining).toEqual(['2', '1', '0']);
});

test('Redis hanging costs 250 ms at most, Redis gone nothing; either way nobody is refused, and it counts again', async () => {
  const port = await freePort();
  const redis = await startRedis(port);
  await using gateway = await limited(port);
  const ask = async () => {
    const began = performance.now();
    const answer = await fetch(`${gateway.url}/calendars`, { headers: bearer('free') });
    return { ...numbers(answer), ms: performance.now() - began };
  };
  // The quickest of five: a busy machine can make any one of them slow.
  const quickest = async () => {
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await ask());
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, limit: null, remaining: null });
    }
    return Math.min(...answers.map(({ ms }) => ms));
  };
  redis.signal('SIGSTOP');
  // On a busy machine it still answers for a moment after that signal.
  await until(async () => (await ask()).limit === null);
  expect(await quickest()).toBeLessThan(450);
  await redis[Symbol.asyncDispose]();
  expect(await quickest()).toBeLessThan(200);
  await using _again = await startRedis(port);
  await untilCounting(gateway.url);
});
