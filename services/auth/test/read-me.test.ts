// GET /auth/me
import { api, newUser } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);

test('the caller is shown, with an entity tag', async () => {
  const { id, email, token } = await newUser(request);
  const { status, headers, body } = await request('GET', '/auth/me', { token });
  expect(status).toBe(200);
  expect(headers.get('etag')).toMatch(/^"1-[\w-]{8}"$/);
  expect(body).toEqual({
    id,
    email,
    name: null,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
});

test('If-None-Match saves the body; HEAD has none', async () => {
  const { token } = await newUser(request);
  const etag = (await request('GET', '/auth/me', { token })).headers.get('etag') ?? '';
  const same = await request('GET', '/auth/me', { token, headers: { 'if-none-match': etag } });
  expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, null, etag]);
  const head = await request('HEAD', '/auth/me', { token });
  expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, null, etag]);
});

test('without a token nobody is shown', async () => {
  const reply = await request('GET', '/auth/me');
  expectProblem(reply, 401, 'unauthorized', '/auth/me');
  expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
});

test('a refresh token is no access token', async () => {
  const { refreshToken } = await newUser(request);
  const reply = await request('GET', '/auth/me', { token: refreshToken });
  expectProblem(reply, 401, 'unauthorized', '/auth/me');
});

test('a query is refused', async () => {
  const { token } = await newUser(request);
  expect(faultsOf(await request('GET', '/auth/me?full=true', { token }))).toEqual(['full']);
});
