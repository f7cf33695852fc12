// POST /auth/refresh
import { api, newUser } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf, noTexts } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const refresh = (refreshToken: unknown) =>
  request('POST', '/auth/refresh', { body: { refreshToken } });
const refused = async (token: string) =>
  expectProblem(await refresh(token), 401, 'unauthorized', '/auth/refresh');

test('a refresh token is traded for a new session', async () => {
  const { id, email, refreshToken } = await newUser(request);
  const { status, body } = await refresh(refreshToken);
  expect(status).toBe(200);
  expect(body).toEqual({
    user: { id, email, name: null, createdAt: expect.any(String) },
    accessToken: expect.any(String),
    refreshToken: expect.stringMatching(/^[\w-]{43}$/),
    tokenType: 'Bearer',
    expiresIn: 600,
  });
  expect(body.refreshToken).not.toBe(refreshToken);
  const me = await request('GET', '/auth/me', { token: body.accessToken });
  expect([me.status, me.body]).toEqual([200, body.user]);
  expect((await refresh(body.refreshToken)).status).toBe(200);
});

test('a successor lives for 30 days of its own', async () => {
  const { id, refreshToken } = await newUser(request);
  await tables.write('UPDATE refresh_token SET expires_at = ? WHERE user_id = ?', [
    Date.now() + 60_000,
    id,
  ]);
  expect((await refresh(refreshToken)).status).toBe(200);
  const [{ token, family }] = await tables.read(
    `SELECT t.expires_at AS token, f.expires_at AS family FROM refresh_token t
     JOIN refresh_family f ON f.id = t.family_id WHERE t.user_id = ? AND t.used_at IS NULL`,
    [id],
  );
  expect((token - Date.now()) / 86_400_000).toBeGreaterThan(29.9);
  expect(family).toBe(token);
});

test.each(['used', 'expired'])('a token that is %s lets nothing live longer', async (state) => {
  const { id, refreshToken } = await newUser(request);
  if (state === 'used') await refresh(refreshToken);
  const soon = Date.now() + 60_000;
  await tables.write('UPDATE refresh_family SET expires_at = ? WHERE user_id = ?', [soon, id]);
  if (state === 'expired')
    await tables.write('UPDATE refresh_token SET expires_at = 1 WHERE user_id = ?', [id]);
  await refused(refreshToken);
  const select = 'SELECT expires_at FROM refresh_family WHERE user_id = ?';
  expect(await tables.read(select, [id])).toEqual([{ expires_at: soon }]);
});

test('a used token again revokes the whole family, and no other one', async () => {
  const { email, password, refreshToken } = await newUser(request);
  const login = await request('POST', '/auth/login', { body: { email, password } });
  const second = (await refresh(refreshToken)).body.refreshToken;
  const third = (await refresh(second)).body.refreshToken;
  await refused(refreshToken);
  await refused(third);
  await refused(second);
  expect((await refresh(login.body.refreshToken)).status).toBe(200);
});

test('of many uses at once one is answered, and the family is gone', async () => {
  const { refreshToken } = await newUser(request);
  const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
  const winners = replies.filter(({ status }) => status === 200);
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(19);
  expect(winners).toHaveLength(1);
  await refused(winners[0]?.body.refreshToken);
});

test('unknown, used, expired and revoked tokens get the same answer', async () => {
  const used = await newUser(request);
  await refresh(used.refreshToken);
  const expired = await newUser(request);
  await tables.write('UPDATE refresh_token SET expires_at = ? WHERE user_id = ?', [
    Date.now() - 1,
    expired.id,
  ]);
  const revoked = await newUser(request);
  await request('POST', '/auth/logout', { body: { refreshToken: revoked.refreshToken } });
  const tokens = [
    '',
    'x',
    'a'.repeat(43),
    used.refreshToken,
    expired.refreshToken,
    revoked.refreshToken,
  ];
  const bodies = [];
  for (const token of tokens) {
    const reply = await refresh(token);
    expectProblem(reply, 401, 'unauthorized', '/auth/refresh');
    bodies.push({ ...reply.body, traceId: '' });
  }
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
});

test.each([...noTexts, null, 'a'.repeat(513), '\u0000', '\ud800'])(
  'a bad field is refused: %j',
  async (sent) => {
    expect(faultsOf(await refresh(sent))).toEqual(['/refreshToken']);
  },
);

test('every fault is named at once', async () => {
  const reply = await request('POST', '/auth/refresh', { body: { token: 'x' } });
  expect(faultsOf(reply)).toEqual(['/refreshToken', '/token']);
});
