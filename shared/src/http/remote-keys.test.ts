// Keys of a real server that changes them; the clock is the test's.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeLog } from '../log.ts';
import { remoteKeys } from './remote-keys.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = publicKey.export({ format: 'jwk' });

/** An auth service that publishes `kids`, and says how often it was asked. */
async function publisher(...kids: string[]) {
  const state = { kids, asked: 0, status: 200 };
  const server = createServer((_req, res) => {
    state.asked += 1;
    const keys = state.kids.map((kid) => ({ ...jwk, kid }));
    res.writeHead(state.status).end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = { ms: 0 };
  const authUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = remoteKeys({ authUrl, log: makeLog('test', 'silent'), now: () => clock.ms });
  const knows = async (kid: string) => (await keys.find(kid)) !== undefined;
  return { state, clock, keys, knows, [Symbol.dispose]: () => void server.close() };
}

test('an unknown key is asked for, at most every 30 s', async () => {
  using auth = await publisher('old');
  expect(await auth.knows('old')).toBe(true);
  auth.state.kids.push('new');
  auth.clock.ms = 30_000;
  expect(await auth.knows('new')).toBe(false);
  auth.clock.ms = 30_001;
  expect(await auth.knows('new')).toBe(true);
  expect(await auth.knows('old')).toBe(true);
  expect(auth.state.asked).toBe(2);
});

test('after a minute the set is asked for by itself, and a key that comes with it is known at once', async () => {
  using auth = await publisher('old');
  expect(await auth.knows('old')).toBe(true);
  const before = auth.keys.generation();
  auth.state.kids = ['new'];
  auth.clock.ms = 60_001;
  auth.keys.generation();
  expect(await auth.knows('new')).toBe(true);
  expect(await auth.knows('old')).toBe(false);
  expect(auth.keys.generation()).toBeGreaterThan(before);
  expect(auth.state.asked).toBe(2);
});

test('until there are keys: 503; once there are, they stay while auth is away', async () => {
  using auth = await publisher('old');
  auth.state.status = 503;
  await expect(auth.knows('old')).rejects.toMatchObject({ kind: 'unavailable' });
  auth.state.status = 200;
  expect(await auth.knows('old')).toBe(true);
  auth.state.status = 503;
  auth.clock.ms = 100_000;
  auth.keys.generation();
  expect(await auth.knows('old')).toBe(true);
});
