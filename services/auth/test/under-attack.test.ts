// Guessing and flooding, on a system of its own: it is restarted and overloaded.
import { api, newEmail, newUser } from '@calendar/shared/testing/client';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { expectProblem } from './faults.ts';

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'attack', entryInstances: 1 });
}, 120_000);
afterAll(() => system.stop());

const logIn = (email: string, password: string) =>
  api(system.baseUrl)('POST', '/auth/login', { body: { email, password } });

test('a restart forgets no failure', async () => {
  const { email, password } = await newUser(api(system.baseUrl));
  for (let i = 0; i < 5; i += 1) expect((await logIn(email, 'wrong')).status).toBe(401);
  await system.kill('auth');
  await system.start('auth');
  expect((await logIn(email, 'wrong')).status).toBe(401);
  expectProblem(await logIn(email, password), 429, 'rate-limited', '/auth/login');
});

test('a flood of logins is turned away with 503, and then all is well', async () => {
  const { email, password } = await newUser(api(system.baseUrl));
  const flood = Array.from({ length: 200 }, () => logIn(newEmail(), 'wrong'));
  const replies = await Promise.all(flood);
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401, 503]));
  for (const reply of replies.filter(({ status }) => status === 503)) {
    expectProblem(reply, 503, 'unavailable', '/auth/login');
    expect(reply.headers.get('retry-after')).toBe('1');
  }
  expect(replies.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(66);
  expect((await logIn(email, password)).status).toBe(200);
});
