// POST /auth/logout
import { api, newUser } from '@calendar/shared/testing/client';
import { faultsOf, noTexts } from '@calendar/shared/testing/faults';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);
const post = (path: string, refreshToken: unknown) =>
  request('POST', path, { body: { refreshToken } });

test('logging out revokes what came of that login, and nothing else', async () => {
  const { email, password, token, refreshToken } = await newUser(request);
  const other = await request('POST', '/auth/login', { body: { email, password } });
  const next = (await post('/auth/refresh', refreshToken)).body.refreshToken;
  const { status, body } = await post('/auth/logout', next);
  expect([status, body]).toEqual([204, null]);
  expect((await post('/auth/refresh', next)).status).toBe(401);
  expect((await post('/auth/refresh', other.body.refreshToken)).status).toBe(200);
  expect((await request('GET', '/auth/me', { token })).status).toBe(200);
});

test('an older token of the family ends it as well', async () => {
  const { refreshToken } = await newUser(request);
  const next = (await post('/auth/refresh', refreshToken)).body.refreshToken;
  expect((await post('/auth/logout', refreshToken)).status).toBe(204);
  expect((await post('/auth/refresh', next)).status).toBe(401);
});

test.each(['', 'x', 'a'.repeat(43)])('nobody learns that a token is unknown: %j', async (sent) => {
  expect((await post('/auth/logout', sent)).status).toBe(204);
});

test('logging out twice is fine', async () => {
  const { refreshToken } = await newUser(request);
  expect((await post('/auth/logout', refreshToken)).status).toBe(204);
  expect((await post('/auth/logout', refreshToken)).status).toBe(204);
});

test.each([...noTexts, null, 'a'.repeat(513), '\u0000', '\ud800'])(
  'a bad field is refused: %j',
  async (sent) => {
    expect(faultsOf(await post('/auth/logout', sent))).toEqual(['/refreshToken']);
  },
);
