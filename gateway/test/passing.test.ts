// What goes through the gateway, and what it puts in, takes out and says itself.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectProblem } from './support/problem.ts';
import { sendRaw } from './support/raw-request.ts';
import { key, runGateway } from './support/running-gateway.ts';
import { accessToken } from './support/tokens.ts';
import { type Arrived, startUpstream } from './support/upstream.ts';

const stack = new AsyncDisposableStack();
const authorization = `Bearer ${accessToken(key)}`;
let url: string;
beforeAll(async () => {
  const [auth, calendar, entry] = await Promise.all(
    ['auth', 'calendar', 'entry'].map(async (name) => stack.use(await startUpstream(name))),
  );
  const upstreams = { auth: [auth], calendar: [calendar], entry: [entry] };
  ({ url } = stack.use(await runGateway(upstreams as Parameters<typeof runGateway>[0])));
});
afterAll(() => stack.disposeAsync());

const arrivedOf = async (answer: Response): Promise<Arrived> => (await answer.json()) as Arrived;

test('a request arrives as it was sent, path normalised, with what the gateway knows of it', async () => {
  const answer = await fetch(`${url}//calendars/x//%65ntries?a=%65&b=+`, {
    method: 'PUT',
    headers: {
      authorization,
      'content-type': 'application/json',
      'x-forwarded-for': '10.0.0.1',
      'x-real-ip': '10.0.0.2',
    },
    body: '{"a":1}',
  });
  expect(answer.headers.get('x-instance')).toBe('entry');
  const { method, url: target, headers, body } = await arrivedOf(answer);
  expect({ method, target, body }).toEqual({
    method: 'PUT',
    target: '/calendars/x/entries?a=%65&b=+',
    body: '{"a":1}',
  });
  const { host } = new URL(url);
  expect(headers).toMatchObject({
    host,
    authorization,
    'content-type': 'application/json',
    'content-length': '7',
    'x-forwarded-for': '10.0.0.1, 127.0.0.1',
    'x-real-ip': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': '127.0.0.1',
    'x-forwarded-port': host.split(':')[1],
    'x-forwarded-path': '/calendars/x/entries',
    'x-user-id': '0190-user',
  });
});

test.each([
  ['/auth/login', 'auth'],
  ['/auth/logout', 'auth'],
  ['/.well-known/jwks.json', 'auth'],
  ['/docs/a.css', 'entry'],
  ['/openapi.json', 'entry'],
  ['/problems/validation', 'entry'],
])('%s needs no token, and passes none on', async (path, service) => {
  for (const sent of [{}, { authorization }, { authorization: 'rubbish' }]) {
    const answer = await fetch(url + path, { headers: sent });
    expect([answer.status, answer.headers.get('x-instance')]).toEqual([200, service]);
    expect((await arrivedOf(answer)).headers).not.toHaveProperty('authorization');
  }
});

test('identity headers that a client sends do not arrive, in any spelling', async () => {
  const names = [
    'X-User-Id',
    'X_User_Id',
    'X-User_Id',
    'X_User-Id',
    'X-Consumer-Id',
    'X-Consumer-Username',
    'X-Consumer-Custom-Id',
  ];
  names.push(
    'X-Consumer-Groups',
    'X-Credential-Identifier',
    'X-Anonymous-Consumer',
    'X-Authenticated-Userid',
    'Forwarded',
  );
  const spoofed = Object.fromEntries(names.map((name) => [name, 'mallory']));
  for (const path of ['/calendars', '/auth/login']) {
    const { headers } = await arrivedOf(
      await fetch(url + path, { headers: { ...spoofed, authorization } }),
    );
    expect(JSON.stringify(headers)).not.toContain('mallory');
  }
});

test('headers of the connection stay on it, those that Connection names too', async () => {
  const answer = await sendRaw(
    new URL(url),
    `GET /docs HTTP/1.1\r\nHost: x.example:1\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 1\r\nTE: trailers\r\nUpgrade: h2c\r\nX-Kept: 1\r\n\r\n`,
  );
  const { headers } = JSON.parse(answer.body);
  expect(headers).toMatchObject({
    host: 'x.example:1',
    'x-kept': '1',
    'x-forwarded-host': 'x.example',
  });
  for (const name of ['x-hop', 'keep-alive', 'te', 'upgrade'])
    expect(headers).not.toHaveProperty(name);
});

test('HEAD, and OPTIONS that is no preflight, pass; OPTIONS without a token', async () => {
  const head = await fetch(`${url}/calendars`, { method: 'HEAD', headers: { authorization } });
  expect([head.status, head.headers.get('x-instance'), await head.text()]).toEqual([
    200,
    'calendar',
    '',
  ]);
  const options = await fetch(`${url}/calendars`, { method: 'OPTIONS' });
  expect((await arrivedOf(options)).method).toBe('OPTIONS');
});

test('a request id is the one sent, or a new one where none or a bad one was', async () => {
  const sent = await fetch(`${url}/docs`, { headers: { 'x-request-id': 'abc-1/2' } });
  expect(sent.headers.get('x-request-id')).toBe('abc-1/2');
  expect((await arrivedOf(sent)).headers['x-request-id']).toBe('abc-1/2');
  for (const bad of ['a b', '<x>', 'x'.repeat(129), undefined]) {
    const answer = await fetch(`${url}/docs`, {
      headers: bad === undefined ? {} : { 'x-request-id': bad },
    });
    const id = answer.headers.get('x-request-id');
    expect(id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect((await arrivedOf(answer)).headers['x-request-id']).toBe(id);
  }
});

test.each(['/', '/nowhere', '/calendars/', '/readyz', '/docsX'])(
  '%s: 404 with and without a token',
  async (path) => {
    for (const headers of [{}, { authorization }, { authorization: 'rubbish' }]) {
      await expectProblem(await fetch(url + path, { headers }), 404, 'not-found', path);
    }
  },
);

test('the trace id of a problem is that of the traceparent sent, else the id of the request', async () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traced = await fetch(`${url}/nowhere`, {
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  });
  expect(await traced.json()).toMatchObject({ traceId: trace });
  const later = await fetch(`${url}/nowhere`, {
    headers: { traceparent: `01-${trace}-00f067aa0ba902b7-01-more` },
  });
  expect(await later.json()).toMatchObject({ traceId: trace });
  for (const traceparent of [
    'rubbish',
    `ff-${trace}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${trace}-0000000000000000-01`,
    `00-${trace}-00f067aa0ba902b7-01-more`,
    `01-${trace}-00f067aa0ba902b7-01more`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
  ]) {
    const answer = await fetch(`${url}/nowhere`, { headers: { traceparent } });
    expect(await answer.json()).toMatchObject({ traceId: answer.headers.get('x-request-id') });
  }
});

test('a page of any origin may read every answer, errors too', async () => {
  for (const path of ['/docs', '/calendars', '/nowhere']) {
    const { headers } = await fetch(url + path, { headers: { origin: 'https://a.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const exposed = headers.get('access-control-expose-headers');
    expect(exposed).toContain('ETag,Location,X-Request-Id');
    expect(exposed?.split(',')).toContain('Allow');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  }
});

test('a preflight is answered at once, without a token', async () => {
  const answer = await fetch(`${url}/calendars/x`, {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'PUT' },
  });
  expect([answer.status, await answer.text(), answer.headers.get('x-instance')]).toEqual([
    200,
    '',
    null,
  ]);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-allow-methods')).toBe(
    'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS',
  );
  expect(answer.headers.get('access-control-allow-headers')).toMatch(
    /^Authorization,Content-Type,If-Match,/,
  );
  expect(answer.headers.get('access-control-max-age')).toBe('600');
});

const host = 'Host: x\r\n';
test.each([
  ['a bad request line', `GET\r\n${host}\r\n`],
  ['a bad header', `GET /docs HTTP/1.1\r\n${host}bad header\r\n\r\n`],
  ['16 KB of headers', `GET /docs HTTP/1.1\r\n${host}X: ${'a'.repeat(17_000)}\r\n\r\n`],
  ['no Host', 'GET /docs HTTP/1.1\r\n\r\n'],
  ['two Host', `GET /docs HTTP/1.1\r\n${host}${host}\r\n`],
  [
    'two Authorization',
    `GET /calendars HTTP/1.1\r\n${host}Authorization: a\r\nAuthorization: b\r\n\r\n`,
  ],
  ['two If-Match', `PUT /calendars/x HTTP/1.1\r\n${host}If-Match: "a"\r\nIf-Match: "b"\r\n\r\n`],
  [
    'Content-Length with chunks',
    `POST /auth/login HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    'a broken chunk',
    `POST /auth/login HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ],
  ['a broken escape', `GET /docs/%zz HTTP/1.1\r\n${host}\r\n`],
  ['a path above the root', `GET /../docs HTTP/1.1\r\n${host}\r\n`],
  ['no path', `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n'],
])('%s: 400 as a problem', async (_what, text) => {
  const { status, head, body } = await sendRaw(new URL(url), text);
  expect(status).toBe(400);
  expect(head).toMatch(/^content-type: application\/problem\+json\r$/im);
  expect(head).toMatch(/^x-request-id: [\w-]+\r$/im);
  expect(head).toMatch(/^date: /im);
  expect(JSON.parse(body)).toMatchObject({
    type: '/problems/validation',
    status: 400,
    errors: [{ pointer: '', detail: expect.any(String) }],
  });
});
