// PATCH /auth/me
import { api, newEmail, newUser, type TestUser } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf, noTexts } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { digestAttempt } from '../src/actions/digest.ts';
import { sessionsWhile } from './sessions-while.ts';

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const another = 'another long password';
const change = (token: string, body: unknown, headers: Record<string, string> = {}) =>
  request('PATCH', '/auth/me', { token, body, headers });
const logIn = (email: string, password: string) =>
  request('POST', '/auth/login', { body: { email, password } });
const refresh = (refreshToken: string) =>
  request('POST', '/auth/refresh', { body: { refreshToken } });

async function unchanged({ id, email, password }: TestUser): Promise<void> {
  const [row] = await tables.read('SELECT version, name FROM user WHERE id = ?', [id]);
  expect(row).toEqual({ version: 1, name: null });
  expect((await logIn(email, password)).status).toBe(200);
}

test('the name is set, kept, and removed by null', async () => {
  const { id, email, token } = await newUser(request);
  const set = await change(token, { name: 'Ada' });
  expect([set.status, set.body]).toEqual([
    200,
    { id, email, name: 'Ada', createdAt: expect.any(String) },
  ]);
  const shown = await request('GET', '/auth/me', { token });
  expect([shown.body, shown.headers.get('etag')]).toEqual([set.body, set.headers.get('etag')]);
  expect(set.headers.get('etag')).toMatch(/^"2-/);
  expect((await change(token, {})).body.name).toBe('Ada');
  expect((await change(token, { name: null })).body.name).toBe(null);
});

test('the body of a GET can be sent back, as a merge patch too', async () => {
  const { token } = await newUser(request);
  const { body } = await request('GET', '/auth/me', { token });
  const headers = { 'content-type': 'application/merge-patch+json' };
  const reply = await change(token, { ...body, createdAt: '2000-01-01T00:00:00.000Z' }, headers);
  expect([reply.status, reply.body]).toEqual([200, body]);
});

test('id and email are read-only', async () => {
  const user = await newUser(request);
  const other = await newUser(request);
  const body = { id: other.id, email: newEmail(), name: 'x' };
  expect(faultsOf(await change(user.token, body))).toEqual(['/email', '/id']);
  await unchanged(user);
});

test('a new password works, the old one does not, and no session can be refreshed', async () => {
  const { email, password, token, refreshToken } = await newUser(request);
  const login = await logIn(email, password);
  const body = { password: another, currentPassword: password };
  expect((await change(token, body)).status).toBe(200);
  expect((await refresh(refreshToken)).status).toBe(401);
  expect((await refresh(login.body.refreshToken)).status).toBe(401);
  expect((await logIn(email, password)).status).toBe(401);
  const again = await logIn(email, another);
  expect(again.status).toBe(200);
  expect((await refresh(again.body.refreshToken)).status).toBe(200);
  expect((await request('GET', '/auth/me', { token })).status).toBe(200);
});

test('a wrong currentPassword is named, and nothing changes', async () => {
  const user = await newUser(request);
  const body = { name: 'x', password: another, currentPassword: `${user.password}x` };
  expect(faultsOf(await change(user.token, body))).toEqual(['/currentPassword']);
  await unchanged(user);
  expect((await refresh(user.refreshToken)).status).toBe(200);
});

test('of two new passwords at once one wins', async () => {
  const { email, password, token } = await newUser(request);
  const wishes = ['first long password', 'second long password'];
  const replies = await Promise.all(
    wishes.map((wish) => change(token, { password: wish, currentPassword: password })),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  const logins = await Promise.all(wishes.map((wish) => logIn(email, wish)));
  expect(logins.map(({ status }) => status)).toEqual(
    replies.map(({ status }) => (status === 200 ? 200 : 401)),
  );
});

test('no login with the old password outlives the new one', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { email, password, token } = await newUser(request);
    const body = { password: another, currentPassword: password };
    const sessions = await sessionsWhile(
      () => logIn(email, password),
      async () => expect((await change(token, body)).status).toBe(200),
    );
    for (const { refreshToken } of sessions) expect((await refresh(refreshToken)).status).toBe(401);
  }
});

test('If-Match names the version that is changed', async () => {
  const user = await newUser(request);
  const etag = (await request('GET', '/auth/me', user)).headers.get('etag') ?? '';
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  expectProblem(
    await change(user.token, { name: 'x' }, stale),
    412,
    'precondition-failed',
    '/auth/me',
  );
  const guess = { password: another, currentPassword: 'wrong' };
  expectProblem(await change(user.token, guess, stale), 412, 'precondition-failed', '/auth/me');
  await unchanged(user);
  expect((await change(user.token, { name: 'x' }, { 'if-match': etag })).status).toBe(200);
  expect((await change(user.token, { name: 'y' }, { 'if-match': etag })).status).toBe(412);
  expect((await change(user.token, { name: 'z' }, { 'if-match': '*' })).status).toBe(200);
});

test('a guess is counted, but neither checked nor counted where If-Match names another version', async () => {
  const user = await newUser(request);
  const etag = (await request('GET', '/auth/me', user)).headers.get('etag') ?? '';
  // Past the gateway, where a client can be named.
  const guess = (ifMatch: string) =>
    api(system.services.auth[0] ?? '')('PATCH', '/auth/me', {
      token: user.token,
      body: { password: another, currentPassword: 'wrong' },
      headers: { 'x-real-ip': '192.0.2.1', 'if-match': ifMatch },
    });
  const count = () =>
    tables.read('SELECT failures FROM login_failure WHERE attempt_key = ?', [
      digestAttempt(user.email, '192.0.2.1'),
    ]);
  expectProblem(await guess('"1-AAAAAAAA"'), 412, 'precondition-failed', '/auth/me');
  expect(await count()).toEqual([]);
  expect(faultsOf(await guess(etag))).toEqual(['/currentPassword']);
  expect(await count()).toEqual([{ failures: 1 }]);
  // A hash that nobody can check makes every check of it fail.
  await tables.write('UPDATE user SET password_hash = ? WHERE id = ?', ['none', user.id]);
  expect((await guess('"1-AAAAAAAA"')).status).toBe(412);
  expect((await guess(etag)).status).toBe(500);
});

const currentPassword = 'whatever it is';

test.each([
  ...[...noTexts, '', 'a'.repeat(256), '\u0000', '\ud800'].map((name) => ({ name })),
  ...[...noTexts, null, '', 'a'.repeat(11), 'a'.repeat(257), `${another}\u0000`].map(
    (password) => ({
      password,
      currentPassword,
    }),
  ),
  ...[...noTexts, null, 'a'.repeat(257), '\ud800'].map((value) => ({
    currentPassword: value,
    password: another,
  })),
  ...[...noTexts, null].flatMap((value) => [{ id: value }, { email: value }, { createdAt: value }]),
])('a bad field is refused, and nothing changes: %j', async (bad) => {
  const { id, token } = await newUser(request);
  const [at] = Object.keys(bad);
  expect(new Set(faultsOf(await change(token, bad)))).toEqual(new Set([`/${at}`]));
  expect(await tables.read('SELECT version FROM user WHERE id = ?', [id])).toEqual([
    { version: 1 },
  ]);
});

test('password and currentPassword go together, and every fault is named at once', async () => {
  const { token, password } = await newUser(request);
  expect(faultsOf(await change(token, { password: another }))).toEqual(['/currentPassword']);
  expect(faultsOf(await change(token, { currentPassword: password }))).toEqual([
    '/currentPassword',
  ]);
  expect(faultsOf(await change(token, { name: '', state: 'x', password: 'x' }))).toEqual([
    '/currentPassword',
    '/name',
    '/password',
    '/state',
  ]);
});

test('without a token nobody is changed', async () => {
  const reply = await request('PATCH', '/auth/me', { body: { name: 'x' } });
  expectProblem(reply, 401, 'unauthorized', '/auth/me');
});
