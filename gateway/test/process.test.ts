// The embedded gateway as a process: what it says at start, what it refuses, how it stops.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { freePort, startRedis } from './support/redis.ts';
import { key, rendered } from './support/running-gateway.ts';
import { accessToken, newKey, type SigningKey } from './support/tokens.ts';
import { startUpstream } from './support/upstream.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-process-'));
afterAll(() => rmSync(folder, { recursive: true }));
const main = new URL('../src/main.ts', import.meta.url).pathname;

const file = join(folder, 'kong.yml');

function run(text: string, env: Record<string, string>): ChildProcess {
  writeFileSync(file, text);
  return spawn(process.execPath, [main], {
    env: { ...env, GATEWAY_CONFIG: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const textOf = async (stream: ChildProcess['stderr']) => (await stream?.toArray())?.join('') ?? '';

test('it names what it does not act on, finishes what is under way on SIGTERM, and ends with 0', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  await using upstream = await startUpstream('slow', async (_req, res) => {
    ask();
    await finished;
    res.end('done');
  });
  const port = await freePort();
  const child = run(rendered({ entry: [upstream] }), { PORT: String(port) });
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const [first] = await once(lines, 'line');
  expect(JSON.parse(first)).toMatchObject({
    port,
    notActedOn: expect.arrayContaining(['plugin prometheus', 'plugin opentelemetry']),
  });
  const answer = fetch(`http://127.0.0.1:${port}/docs`);
  await asked;
  child.kill('SIGTERM');
  await refused(port);
  finish();
  expect(await (await answer).text()).toBe('done');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

async function refused(port: number): Promise<void> {
  while (
    await fetch(`http://127.0.0.1:${port}/nowhere`).then(
      () => true,
      () => false,
    )
  );
}

/** What it logs from here on, up to the line that has `words`. */
async function loggedUntil({ stdout }: ChildProcess, words: string): Promise<string> {
  let text = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += chunk;
    if (text.includes(words) && text.endsWith('\n')) break;
  }
  return text;
}

test('SIGHUP: the keys of the file are taken, and what is under way is not touched', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  await using upstream = await startUpstream('calendar', async (req, res) => {
    if (req.url === '/calendars/slow') {
      ask();
      await finished;
    }
    res.end('done');
  });
  const port = await freePort();
  const next = newKey('next');
  const before = { calendar: [upstream] };
  const child = run(rendered(before), { PORT: String(port) });
  await loggedUntil(child, 'gateway listens');
  const get = (by: SigningKey, path = '/calendars') =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { authorization: `Bearer ${accessToken(by)}` },
    });
  expect([(await get(key)).status, (await get(next)).status]).toEqual([200, 401]);

  const slow = get(key, '/calendars/slow');
  await asked;
  writeFileSync(file, rendered({ ...before, keys: [next] }));
  child.kill('SIGHUP');
  await loggedUntil(child, 'are taken');
  expect([(await get(key)).status, (await get(next)).status]).toEqual([401, 200]);
  finish();
  expect(await (await slow).text()).toBe('done');

  writeFileSync(file, rendered({ ...before, env: { USER_LIMIT: '7' } }));
  child.kill('SIGHUP');
  expect(await loggedUntil(child, 'is not taken')).toContain('needs a restart');
  expect([(await get(key)).status, (await get(next)).status]).toEqual([401, 200]);
  child.kill();
  await once(child, 'exit');
});

test('a Redis password that is refused does not show in the log', async () => {
  await using redis = await startRedis(await freePort(), '--requirepass', 'the right one');
  const env = { PORT: '0', KONG_REDIS_PASSWORD: 'mistyped-secret' };
  const child = run(rendered({ redisPort: redis.port }), env);
  const text = await loggedUntil(child, 'WRONGPASS');
  child.kill();
  expect(text).toContain('WRONGPASS');
  expect(text + (await textOf(child.stderr))).not.toContain('mistyped-secret');
});

test('a count that Redis refuses does not show in the log whose it was', async () => {
  await using redis = await startRedis(await freePort());
  const port = await freePort();
  const child = run(rendered({ redisPort: redis.port }), { PORT: String(port) });
  await loggedUntil(child, 'gateway listens');
  const headers = { authorization: `Bearer ${accessToken(key, { sub: 'somebody' })}` };
  const ask = () => fetch(`http://127.0.0.1:${port}/calendars`, { headers });
  while (!(await ask()).headers.has('ratelimit-limit'));
  const admin = new Redis(redis.port);
  await admin.call('ACL', 'SETUSER', 'default', '-eval');
  admin.disconnect();
  await ask();
  const text = await loggedUntil(child, 'NOPERM');
  child.kill();
  expect(text).toContain('NOPERM');
  expect(text + (await textOf(child.stderr))).not.toContain('somebody');
});

test('a file that it does not understand ends it with 1 and every reason', async () => {
  const text = rendered()
    .replace('- name: cors', '- name: bot-detection')
    .replace('retries: 1', 'retries: many');
  const child = run(text, { PORT: '1' });
  const [message] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
  expect(message).toMatch(/services\[0\]\.retries must be a number/);
  expect(message).toMatch(/plugins\.bot-detection is not allowed/);
  expect(message).not.toMatch(/at .*\.ts:/);
  expect(child.exitCode).toBe(1);
});

test('faults of the environment are named', async () => {
  const child = run('', { PORT: 'x' });
  const [message] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
  expect(message).toMatch(/PORT must be/);
  expect(child.exitCode).toBe(1);
});
