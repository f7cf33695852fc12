// Targets by name: what a client sees while the addresses of a name come and go.
import { expect, test } from '@jest/globals';
import { runGateway } from './support/running-gateway.ts';
import { startUpstream } from './support/upstream.ts';

const entry = (port: number) => ({ ENTRY_TARGETS: `entry-headless:${port}` });
const portOf = ({ address }: { address: string }) => Number(address.split(':')[1]);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('each address of a name is an instance of its own, and one that is gone finishes what it has', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  await using one = await startUpstream('one', async (req, res) => {
    res.setHeader('X-Instance', 'one');
    if (req.url === '/docs/slow') {
      ask();
      await finished;
    }
    res.end();
  });
  await using two = await startUpstream('two', undefined, portOf(one), '127.0.0.2');
  let addresses = ['127.0.0.1'];
  const resolve = async () => addresses;
  await using gateway = await runGateway({ env: entry(portOf(one)), resolve });
  const get = (path = '/docs') => fetch(gateway.url + path);
  const instances = async () =>
    (await Promise.all(Array.from({ length: 10 }, () => get()))).map((answer) =>
      answer.headers.get('x-instance'),
    );

  expect(new Set(await instances())).toEqual(new Set(['one']));
  const slow = get('/docs/slow');
  await asked;
  addresses = ['127.0.0.2', '127.0.0.1'];
  await until(async () => new Set(await instances()).size === 2);
  addresses = ['127.0.0.2'];
  await until(async () => (await instances()).every((name) => name === 'two'));
  finish();
  expect((await slow).headers.get('x-instance')).toBe('one');
  const { probes } = one.state;
  await until(async () => two.state.probes > 3);
  expect(one.state.probes).toBeLessThanOrEqual(probes + 1); // one may have been under way
});

test('an instance that is still starting gets no request before it is ready', async () => {
  await using one = await startUpstream('one');
  await using two = await startUpstream('two', undefined, portOf(one), '127.0.0.2');
  two.state.ready = false;
  let addresses = ['127.0.0.1'];
  const resolve = async () => addresses;
  await using gateway = await runGateway({ env: entry(portOf(one)), resolve });
  addresses = ['127.0.0.1', '127.0.0.2'];
  await until(async () => {
    await fetch(`${gateway.url}/docs`);
    return two.state.probes > 0;
  });
  for (let i = 0; i < 20; i++) await fetch(`${gateway.url}/docs`);
  expect(two.state.served).toBe(0);
  two.state.ready = true;
  await until(async () => {
    await fetch(`${gateway.url}/docs`);
    return two.state.served > 0;
  });
});

test('a name that nobody knows yet: 503 until it is there', async () => {
  await using one = await startUpstream('one');
  let known = false;
  const resolve = async () => {
    if (!known) throw new Error('ENOTFOUND');
    return ['127.0.0.1'];
  };
  await using gateway = await runGateway({ env: entry(portOf(one)), resolve });
  expect((await fetch(`${gateway.url}/docs`)).status).toBe(503);
  known = true;
  await until(async () => (await fetch(`${gateway.url}/docs`)).status === 200);
});

test('a resolver that hangs does not keep the gateway from starting', async () => {
  await using one = await startUpstream('one');
  const never = () => new Promise<string[]>(() => undefined);
  const env = { ...entry(1), AUTH_TARGETS: one.address };
  await using gateway = await runGateway({ env, resolve: never });
  expect((await fetch(`${gateway.url}/auth/login`, { method: 'POST' })).status).toBe(200);
});

test("this machine's own name for itself is resolved by the system", async () => {
  await using one = await startUpstream('one');
  await using gateway = await runGateway({ env: { ENTRY_TARGETS: `localhost:${portOf(one)}` } });
  expect((await fetch(`${gateway.url}/docs`)).headers.get('x-instance')).toBe('one');
});
