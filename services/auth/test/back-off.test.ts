// Failed logins: counted for an address and a client together, past the gateway, where a client can be named.
import { api, newEmail, newUser, type Reply } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { digestAttempt } from '../src/actions/digest.ts';

const system = mainSystem();
const request = api(system.services.auth[0] ?? '');
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const client = '192.0.2.1';
const here = { 'x-real-ip': client };
const elsewhere = { 'x-real-ip': '192.0.2.2' };

const logIn = (email: string, password: string, headers: Record<string, string> = here) =>
  request('POST', '/auth/login', { body: { email, password }, headers });

async function failTimes(times: number, email: string): Promise<void> {
  for (let i = 0; i < times; i += 1) expect((await logIn(email, 'wrong')).status).toBe(401);
}

const countOf = async (email: string) =>
  (
    await tables.read('SELECT * FROM login_failure WHERE attempt_key = ?', [
      digestAttempt(email, client),
    ])
  )[0];

/** Changes what is known of an address that failed here before. */
async function remember(email: string, change: string): Promise<void> {
  const sql = `UPDATE login_failure SET ${change} WHERE attempt_key = ?`;
  expect(await tables.write(sql, [digestAttempt(email, client)])).toBe(1);
}

/** Fails once more after 13 failures: blocked for 512 s, which no slow machine sits out. */
async function block(email: string): Promise<void> {
  await failTimes(1, email);
  await remember(email, 'failures = 13');
  await failTimes(1, email);
}

function expectBlocked(reply: Reply, instance: string): void {
  expectProblem(reply, 429, 'rate-limited', instance);
  const seconds = Number(reply.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(400);
  expect(seconds).toBeLessThanOrEqual(512);
}

test('five failures are counted, the sixth begins to block', async () => {
  const email = newEmail();
  await failTimes(5, email);
  const five = await countOf(email);
  expect(five).toMatchObject({ failures: 5, blocked_until: five.updated_at });
  await failTimes(1, email);
  const six = await countOf(email);
  expect(six).toMatchObject({ failures: 6, blocked_until: six.updated_at + 2_000 });
});

test('who is blocked waits with the right password too, but not elsewhere', async () => {
  const { email, password } = await newUser(request);
  await block(email);
  expectBlocked(await logIn(email, password), '/auth/login');
  expectBlocked(await logIn(email.toUpperCase(), 'wrong'), '/auth/login');
  expect((await logIn(email, password, elsewhere)).status).toBe(200);
  expectBlocked(await logIn(email, password), '/auth/login');
});

test('an address that nobody has is blocked alike', async () => {
  const email = newEmail();
  await block(email);
  expectBlocked(await logIn(email, 'wrong'), '/auth/login');
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
  await failTimes(1, email);
  await remember(email, 'failures = 12');
  await failTimes(1, email);
  await remember(email, 'blocked_until = 1');
  await failTimes(1, email);
  const row = await countOf(email);
  expect(row).toMatchObject({ failures: 14, blocked_until: row.updated_at + 512_000 });
  expectBlocked(await logIn(email, password), '/auth/login');
  await remember(email, 'blocked_until = 1');
  expect((await logIn(email, password)).status).toBe(200);
  expect(await countOf(email)).toBeUndefined();
});

test('of many guesses sent at once no more are answered than of guesses sent one by one', async () => {
  const { email, password } = await newUser(request);
  await failTimes(1, email);
  await remember(email, 'failures = 13');
  const guesses = Array.from({ length: 24 }, (_, i) => logIn(email, `guess ${i}`));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(23);
  expectBlocked(await logIn(email, password), '/auth/login');
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
  await failTimes(1, email);
  expect(faultsOf(await change('wrong'))).toEqual(['/currentPassword']);
  expect(await countOf(email)).toMatchObject({ failures: 2 });
  await remember(email, 'failures = 13');
  expect(faultsOf(await change('wrong'))).toEqual(['/currentPassword']);
  expectBlocked(await change(password), '/auth/me');
  expectBlocked(await logIn(email, password), '/auth/login');
  expect((await logIn(email, password, elsewhere)).status).toBe(200);
});
