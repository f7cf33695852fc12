// Failed logins: counted for an address and a client together, past the gateway, where a client can be named.
import { api, newEmail, newUser, type Reply } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { expectProblem, faultsOf } from './faults.ts';

const system = mainSystem();
const request = api(system.services.auth[0] ?? '');
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const here = { 'x-real-ip': '192.0.2.1' };
const elsewhere = { 'x-real-ip': '192.0.2.2' };

const logIn = (email: string, password: string, headers: Record<string, string> = here) =>
  request('POST', '/auth/login', { body: { email, password }, headers });

async function failTimes(times: number, email: string): Promise<void> {
  for (let i = 0; i < times; i += 1) expect((await logIn(email, 'wrong')).status).toBe(401);
}

function expectBlocked(reply: Reply, instance: string, atMost: number): void {
  expectProblem(reply, 429, 'rate-limited', instance);
  const seconds = Number(reply.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(atMost);
}

test('after six failures even the right password waits, and from elsewhere it does not', async () => {
  const { email, password } = await newUser(request);
  await failTimes(6, email);
  expectBlocked(await logIn(email, password), '/auth/login', 2);
  expectBlocked(await logIn(email.toUpperCase(), 'wrong'), '/auth/login', 2);
  expect((await logIn(email, password, elsewhere)).status).toBe(200);
  expectBlocked(await logIn(email, password), '/auth/login', 2);
});

test('an address that nobody has is blocked alike', async () => {
  const email = newEmail();
  await failTimes(6, email);
  expectBlocked(await logIn(email, 'wrong'), '/auth/login', 2);
});

test('five failures are free, and a right password clears the count', async () => {
  const { email, password } = await newUser(request);
  await failTimes(5, email);
  expect((await logIn(email, password)).status).toBe(200);
  await failTimes(5, email);
  expect((await logIn(email, password)).status).toBe(200);
});

test('once the wait is over one attempt is looked at, and failing it doubles the wait', async () => {
  const { email, password } = await newUser(request);
  await failTimes(6, email);
  const over =
    'UPDATE login_failure SET blocked_until = 1 WHERE failures = ? AND blocked_until > ?';
  expect(await tables.write(over, [6, Date.now()])).toBeGreaterThanOrEqual(1);
  await failTimes(1, email);
  expectBlocked(await logIn(email, password), '/auth/login', 4);
  expect(await tables.write(over, [7, Date.now()])).toBeGreaterThanOrEqual(1);
  expect((await logIn(email, password)).status).toBe(200);
});

test('of many guesses sent at once no more are answered than of guesses sent one by one', async () => {
  const { email, password } = await newUser(request);
  const guesses = Array.from({ length: 24 }, (_, i) => logIn(email, `guess ${i}`));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(6);
  expect(statuses.filter((status) => status === 429)).toHaveLength(18);
  expectBlocked(await logIn(email, password), '/auth/login', 2);
});

test('the table names neither address nor client', async () => {
  const email = newEmail();
  await failTimes(1, email);
  const rows = await tables.read('SELECT * FROM login_failure');
  expect(rows.length).toBeGreaterThan(0);
  for (const { attempt_key } of rows) expect(attempt_key).toMatch(/^[0-9a-f]{64}$/);
});

test('a wrong currentPassword counts as a failed login, and waits where a login would', async () => {
  const { email, password, token } = await newUser(request);
  const change = (currentPassword: string) =>
    request('PATCH', '/auth/me', {
      token,
      headers: here,
      body: { password: 'another long one', currentPassword },
    });
  await failTimes(3, email);
  for (let i = 0; i < 3; i += 1)
    expect(faultsOf(await change('wrong'))).toEqual(['/currentPassword']);
  expectBlocked(await change(password), '/auth/me', 2);
  expectBlocked(await logIn(email, password), '/auth/login', 2);
  expect((await logIn(email, password, elsewhere)).status).toBe(200);
});
