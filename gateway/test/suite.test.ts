// What every gateway before the real services must do, the embedded one and Kong alike. It needs a base address (TEST_BASE_URL) and
// nothing else: no database, no key that signs, no file of the system. Tokens that a key must sign are in hostile-tokens.test.ts.
import { createPublicKey, randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { expectProblem } from './support/problem.ts';
import { sendRaw } from './support/raw-request.ts';
import { hostileAuthorizations, signedWithPublicKey } from './support/tokens.ts';

const base = process.env.TEST_BASE_URL ?? '';
if (!base)
  throw new Error(
    'TEST_BASE_URL is not set: run `npm test`, or `npm run test:gateway -- http://…`',
  );

type Session = { user: { id: string; email: string }; accessToken: string; refreshToken: string };
const password = 'correct horse battery staple';
const json = { 'content-type': 'application/json' };
let session: Session;
let authorization: string;
let calendarId: string;

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  const registered = await post('/auth/register', {
    email: `gateway-${randomUUID()}@example.org`,
    password,
  });
  expect(registered.status).toBe(201);
  session = (await registered.json()) as Session;
  authorization = `Bearer ${session.accessToken}`;
  const created = await post('/calendars', { name: 'Gateway' }, { authorization });
  expect(created.status).toBe(201);
  calendarId = ((await created.json()) as { id: string }).id;
});

/** The body is read: an answer that nobody reads would keep its connection, and this process. */
const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(base + path, { headers });
  await answer.arrayBuffer();
  return answer;
};

const rubbish = () => [undefined, 'rubbish', `${authorization}x`];
const withToken = (value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { authorization: value };

test.each([
  '/',
  '/nowhere',
  '/calendarsX',
  '/calendars/',
  '/auth/me/',
  '/docsX',
  '/readyz',
  '/metrics',
])('%s has no route: 404 with and without a token', async (path) => {
  for (const value of [...rubbish(), authorization]) {
    await expectProblem(
      await fetch(base + path, { headers: withToken(value) }),
      404,
      'not-found',
      path,
    );
  }
});

test.each([
  '/auth/me',
  '/calendars',
  '/calendars/x',
  '/calendars/x/entries',
  '/calendars/x/entries/check',
])('%s without a token: 401', async (path) => {
  const answer = await fetch(base + path);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="calendar"/);
  await expectProblem(answer, 401, 'unauthorized', path);
});

test('malformed and forged tokens: 401', async () => {
  const { keys } = (await (await fetch(`${base}/.well-known/jwks.json`)).json()) as {
    keys: ({ kid: string } & Record<string, string>)[];
  };
  const [{ kid, ...jwk }] = keys as [(typeof keys)[number]];
  const pem = String(
    createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
  );
  const hostile = Object.entries(hostileAuthorizations(session.accessToken));
  hostile.push(['HS256 with the public key', `Bearer ${signedWithPublicKey(kid, pem)}`]);
  for (const [name, value] of hostile) {
    const answer = await fetch(`${base}/auth/me`, { headers: { authorization: value } });
    expect({ name, status: answer.status }).toEqual({ name, status: 401 });
    await expectProblem(answer, 401, 'unauthorized', '/auth/me');
  }
});

test('public routes work with no token, a bad one and a good one', async () => {
  for (const value of [...rubbish(), authorization]) {
    for (const path of [
      '/.well-known/jwks.json',
      '/docs',
      '/openapi.json',
      '/problems/validation',
    ]) {
      const answer = await get(path, withToken(value));
      expect({ path, value, status: answer.status }).toEqual({ path, value, status: 200 });
    }
    const { email } = session.user;
    const login = await post('/auth/login', { email, password }, withToken(value));
    expect(login.status).toBe(200);
    const { refreshToken } = (await login.json()) as Session;
    expect((await post('/auth/logout', { refreshToken }, withToken(value))).status).toBe(204);
  }
});

const raw = (text: string) =>
  sendRaw(new URL(base), text.replace('\r\n', `\r\nHost: ${new URL(base).host}\r\n`));

test.each([
  [
    'two Authorization headers',
    () => `GET /auth/me HTTP/1.1\r\nAuthorization: ${authorization}\r\nAuthorization: x\r\n\r\n`,
  ],
  ['16 KB of headers', () => `GET /auth/me HTTP/1.1\r\nX-Long: ${'a'.repeat(17_000)}\r\n\r\n`],
  ['a path above the root', () => 'GET /../auth/me HTTP/1.1\r\n\r\n'],
  ['a broken escape', () => 'GET /auth/%zz HTTP/1.1\r\n\r\n'],
])('%s: 400 as a problem', async (_name, text) => {
  const { status, head, body } = await raw(text());
  expect(status).toBe(400);
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(JSON.parse(body)).toMatchObject({ type: '/problems/validation', status: 400 });
});

test.each(['//calendars', '/%63alendars', '/x/../calendars', '/./calendars'])(
  '%s is /calendars',
  async (path) => {
    const { status } = await raw(
      `GET ${path} HTTP/1.1\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
    );
    expect(status).toBe(200);
  },
);

test('an escaped slash is no slash', async () => {
  const answer = await fetch(`${base}/calendars%2F${calendarId}`, { headers: { authorization } });
  await expectProblem(answer, 404, 'not-found', `/calendars%2F${calendarId}`);
});

test('262,144 bytes pass, one more is 413, declared and in chunks', async () => {
  const body = (bytes: number) => JSON.stringify({ name: 'Large' }).padEnd(bytes, ' ');
  const send = (
    bytes: number,
    chunked: boolean,
    headers: Record<string, string> = { authorization },
  ) =>
    fetch(`${base}/calendars`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: chunked ? new Blob([body(bytes)]).stream() : body(bytes),
      duplex: 'half',
    } as RequestInit);
  for (const chunked of [false, true]) {
    expect((await send(262_144, chunked)).status).toBe(201);
    await expectProblem(await send(262_145, chunked), 413, 'payload-too-large', '/calendars');
  }
  await expectProblem(await send(262_145, false, {}), 401, 'unauthorized', '/calendars');
});

test('who asks before sending too much is told 413', async () => {
  const { status, head, body } = await raw(
    `POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 300000\r\nExpect: 100-continue\r\n\r\n`,
  );
  expect(status).toBe(413);
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(JSON.parse(body)).toMatchObject({ type: '/problems/payload-too-large', status: 413 });
});

test('identity comes from the token alone', async () => {
  const other = (await (
    await post('/auth/register', { email: `other-${randomUUID()}@example.org`, password })
  ).json()) as Session;
  const { id } = session.user;
  const spoofed = {
    'X-User-Id': id,
    X_User_Id: id,
    'X-Consumer-Id': id,
    'X-Consumer-Username': id,
    'X-Authenticated-Userid': id,
  };
  const own = { ...spoofed, authorization: `Bearer ${other.accessToken}` };
  expect(await (await fetch(`${base}/auth/me`, { headers: own })).json()).toMatchObject({
    id: other.user.id,
  });
  expect((await get(`/calendars/${calendarId}`, own)).status).toBe(404);
  expect((await get('/auth/me', spoofed)).status).toBe(401);
});

test.each([
  '/auth/me',
  '/calendars',
  '/calendars/x',
  '/calendars/x/entries',
  '/auth/login',
  '/openapi.json',
])('OPTIONS %s without a token: 204 with Allow', async (path) => {
  const answer = await fetch(base + path, { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('allow')).toMatch(/GET|POST/);
});

test('a page of another origin may ask and read', async () => {
  const origin = 'https://page.example';
  const asked = {
    origin,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,if-match',
  };
  const preflight = await fetch(`${base}/calendars/${calendarId}`, {
    method: 'OPTIONS',
    headers: asked,
  });
  expect([200, 204]).toContain(preflight.status);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('If-Match');
  for (const path of ['/openapi.json', '/auth/me', '/nowhere']) {
    const { headers } = await get(path, { origin });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('ETag');
  }
});

test('every answer has a request id: the one sent, or a new one for none or a bad one', async () => {
  for (const path of ['/openapi.json', '/auth/me', '/nowhere']) {
    const idOf = async (headers: Record<string, string>) =>
      (await get(path, headers)).headers.get('x-request-id');
    expect(await idOf({ 'x-request-id': 'mine-1.2:3/4+5=' })).toBe('mine-1.2:3/4+5=');
    for (const bad of [{}, { 'x-request-id': 'not mine' }, { 'x-request-id': 'x'.repeat(129) }]) {
      expect(await idOf(bad)).toMatch(/^[\w-]{16,64}$/);
    }
  }
});

test('a trace goes on into the problem', async () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
  for (const path of ['/nowhere', '/auth/me']) {
    expect(await (await fetch(base + path, { headers })).json()).toMatchObject({ traceId: trace });
  }
});

test('a user has one budget over all services; answers without a verified user tell none', async () => {
  const remaining = async (path: string) =>
    Number((await get(path, { authorization })).headers.get('ratelimit-remaining') ?? Number.NaN);
  const first = await remaining('/auth/me');
  expect(first).toBeGreaterThan(0);
  let later = first;
  while (later === first) later = await remaining(`/calendars/${calendarId}`); // Kong counts a moment later
  expect(later).not.toBe(first);
  expect((await get('/auth/me')).headers.get('ratelimit-limit')).toBeNull();
  expect((await get('/openapi.json')).headers.get('ratelimit-limit')).toMatch(/^\d+$/);
});
