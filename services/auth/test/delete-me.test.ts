// DELETE /auth/me, as far as auth sees it.
import { api, newUser } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { sessionsWhile } from './sessions-while.ts';

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const remove = (token: string, headers: Record<string, string> = {}) =>
  request('DELETE', '/auth/me', { token, headers });
const post = (path: string, body: unknown) => request('POST', path, { body });

test('after the 204 neither token nor password is worth anything', async () => {
  const { email, password, token, refreshToken } = await newUser(request);
  const { status, body } = await remove(token);
  expect([status, body]).toEqual([204, null]);
  const answers = await Promise.all([
    request('GET', '/auth/me', { token }),
    request('PATCH', '/auth/me', { token, body: { name: 'x' } }),
    request('PATCH', '/auth/me', {
      token,
      body: { password: 'another long one', currentPassword: password },
    }),
    remove(token),
  ]);
  for (const answer of answers) expectProblem(answer, 401, 'unauthorized', '/auth/me');
  const refreshed = await post('/auth/refresh', { refreshToken });
  expectProblem(refreshed, 401, 'unauthorized', '/auth/refresh');
  const login = await post('/auth/login', { email, password });
  expectProblem(login, 401, 'unauthorized', '/auth/login');
});

test('the address is free at once, for somebody new', async () => {
  const { id, email, password, token } = await newUser(request);
  expect((await remove(token)).status).toBe(204);
  const { status, body } = await post('/auth/register', { email, password });
  expect(status).toBe(201);
  expect(body.user.id).not.toBe(id);
  expect((await request('GET', '/auth/me', { token })).status).toBe(401);
});

test('what stays is a tombstone without personal data', async () => {
  const { id, token } = await newUser(request);
  await request('PATCH', '/auth/me', { token, body: { name: 'Ada' } });
  expect((await remove(token)).status).toBe(204);
  const [row] = await tables.read('SELECT * FROM user WHERE id = ?', [id]);
  expect(row).toEqual({
    id,
    email: null,
    email_key: null,
    name: null,
    password_hash: null,
    state: 'deleted',
    version: 3,
    tag: expect.any(String),
    created_at: expect.any(Number),
    updated_at: expect.any(Number),
  });
});

test('one event tells the others, with the next version', async () => {
  const { id, token } = await newUser(request);
  expect((await remove(token)).status).toBe(204);
  const rows = await tables.read('SELECT * FROM outbox WHERE aggregate_id = ?', [id]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ aggregate_type: 'user', version: 2, type: 'user.deleted.v1' });
  expect(JSON.parse(rows[0].payload)).toEqual({
    id: rows[0].id,
    type: 'user.deleted.v1',
    aggregateId: id,
    version: 2,
    occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    data: {},
  });
});

test('of many deletions at once one is answered with 204', async () => {
  const { id, token } = await newUser(request);
  const replies = await Promise.all(Array.from({ length: 8 }, () => remove(token)));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([204, 401, 401, 401, 401, 401, 401, 401]);
  expect(await tables.read('SELECT id FROM outbox WHERE aggregate_id = ?', [id])).toHaveLength(1);
});

test('no login outlives the deletion', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, email, password, token } = await newUser(request);
    const sessions = await sessionsWhile(
      () => post('/auth/login', { email, password }),
      async () => expect((await remove(token)).status).toBe(204),
    );
    for (const { refreshToken } of sessions) {
      expect((await post('/auth/refresh', { refreshToken })).status).toBe(401);
    }
    const alive = 'SELECT id FROM refresh_family WHERE user_id = ? AND revoked_at IS NULL';
    expect(await tables.read(alive, [id])).toEqual([]);
  }
});

test('If-Match names the version that is deleted', async () => {
  const { token } = await newUser(request);
  const etag = (await request('GET', '/auth/me', { token })).headers.get('etag') ?? '';
  const stale = await remove(token, { 'if-match': '"1-AAAAAAAA"' });
  expectProblem(stale, 412, 'precondition-failed', '/auth/me');
  expect((await remove(token, { 'if-match': etag })).status).toBe(204);
});

test('without a token nobody is deleted, and a query is refused', async () => {
  expectProblem(await request('DELETE', '/auth/me'), 401, 'unauthorized', '/auth/me');
  const { token } = await newUser(request);
  expect(faultsOf(await request('DELETE', '/auth/me?force=true', { token }))).toEqual(['force']);
});
