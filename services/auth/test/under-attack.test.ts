// Guessing and flooding, on a system of its own: it is restarted and overloaded.
import { api, newEmail, newUser } from '@calendar/shared/testing/client';
import { expectProblem } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'attack', instances: { entry: 1 } });
}, 120_000);
afterAll(() => system.stop());

const logIn = (email: string, password: string) =>
  api(system.baseUrl)('POST', '/auth/login', { body: { email, password } });

const gatewaySeesAuth = async () =>
  (await api(system.baseUrl)('GET', '/.well-known/jwks.json')).status === 200;

test('a restart forgets no failure', async () => {
  const { email, password } = await newUser(api(system.baseUrl));
  expect((await logIn(email, 'wrong')).status).toBe(401);
  await using tables = openTables(system.database, 'auth');
  expect(await tables.write('UPDATE login_failure SET failures = 13')).toBe(1);
  expect((await logIn(email, 'wrong')).status).toBe(401);
  await system.kill('auth');
  await system.start('auth');
  await until(gatewaySeesAuth);
  expectProblem(await logIn(email, password), 429, 'rate-limited', '/auth/login');
}, 120_000);

test('a flood of logins is turned away with 503, and then all is well', async () => {
  // Past the gateway, which gives up on a slow machine before the service has answered them all.
  const request = api(system.services.auth[0] ?? '');
  const attempt = (email: string, password: string) =>
    request('POST', '/auth/login', { body: { email, password } });
  const { email, password } = await newUser(request);
  const flood = Array.from({ length: 200 }, () => attempt(newEmail(), 'wrong'));
  const replies = await Promise.all(flood);
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401, 503]));
  for (const reply of replies.filter(({ status }) => status === 503)) {
    expectProblem(reply, 503, 'unavailable', '/auth/login');
    expect(reply.headers.get('retry-after')).toBe('1');
  }
  expect((await attempt(email, password)).status).toBe(200);
}, 120_000);
