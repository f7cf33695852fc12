// The shared server with routes of a test: what it decides before and after a route's own work.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Joi from 'joi';
import { pino } from 'pino';
import { refuseToken } from '../errors.ts';
import { makeHealth } from './health.ts';
import type { Answer, Route } from './route.ts';
import { listen, makeApp } from './server.ts';

const operation = { operationId: 'a', tag: 'a', summary: 'A', answers: { 200: null } };
const page: Answer = {
  status: 200,
  body: Buffer.from('é'),
  contentType: 'text/css',
  etag: '"1"',
  headers: { 'Cache-Control': 'no-cache' },
};
const routes: Route[] = [
  {
    method: 'GET',
    path: '/files/:name',
    params: { name: ['a.css'] },
    public: true,
    operation,
    handle: async () => page,
  },
  {
    method: 'GET',
    path: '/things/:thingId',
    public: true,
    operation,
    handle: async () => ({ status: 200, body: [] }),
  },
  {
    method: 'POST',
    path: '/things',
    public: true,
    body: Joi.object({ a: Joi.any() }),
    operation,
    handle: async () => ({ status: 204 }),
  },
  { method: 'GET', path: '/mine', operation, handle: async () => ({ status: 200, body: {} }) },
];

let server: Server;
let base: string;

beforeAll(async () => {
  const authenticate = async () => {
    throw refuseToken();
  };
  const app = makeApp({
    routes,
    authenticate,
    health: makeHealth(),
    log: pino({ enabled: false }),
  });
  server = await listen(app, '127.0.0.1', 0);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const get = (path: string, init: RequestInit = {}) => fetch(`${base}${path}`, init);
const post = async (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') => {
  const response = await get('/things', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  const text = await response.text();
  return { status: response.status, errors: text && JSON.parse(text).errors };
};

test('bytes go out as they are, with the headers of the answer', async () => {
  const response = await get('/files/a.css');
  expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('etag')).toBe('"1"');
  expect(await response.text()).toBe('é');
});

test('a known version is not sent again', async () => {
  const response = await get('/files/a.css', { headers: { 'if-none-match': 'W/"1"' } });
  expect(response.status).toBe(304);
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(await response.text()).toBe('');
});

test.each([
  ['/files/b.css', 404],
  ['/files/%61.css', 200],
  ['/files/a.css/', 404],
  ['/Files/a.css', 404],
  ['/things/1', 404],
  ['/things/01920000-0000-7000-8000-000000000000', 200],
  ['/things/01920000-0000-7000-8000-000000000000?a=1', 400],
  ['/things/%ff', 404],
  ['/nothing', 404],
  ['/mine', 401],
])('%s answers %i', async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

test('another method is 405 with Allow, OPTIONS 204', async () => {
  const refused = await get('/things', { method: 'DELETE' });
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  const options = await get('/mine', { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
});

test('a body is a JSON object in UTF-8', async () => {
  expect(await post('{"a":1}')).toMatchObject({ status: 204 });
  for (const more of ['; charset=UTF-8', ' ;charset = "utf-8" ; ', ';', ' ']) {
    expect(await post('{"a":1}', `application/json${more}`)).toMatchObject({ status: 204 });
  }
  const object = 'must be a JSON object';
  const bad: [string | Uint8Array<ArrayBuffer>, string][] = [
    ['', 'is missing; it must be a JSON object'],
    ['{', 'must be valid JSON'],
    ['{"a":1,}', 'must be valid JSON'],
    ['[]', object],
    ['null', object],
    ['"a"', object],
    ['1', object],
    ['{"__proto__":1}', 'must have no member called __proto__'],
    [Uint8Array.from([0x22, 0xff, 0x22]), 'must be in UTF-8'],
  ];
  for (const [body, detail] of bad) {
    expect(await post(body)).toMatchObject({ status: 400, errors: [{ pointer: '', detail }] });
  }
  for (const type of [
    'text/plain',
    'application/json; charset=latin1',
    'application/json charset=utf-8',
    'application/merge-patch+json',
  ]) {
    expect(await post('{"a":1}', type)).toMatchObject({ status: 415 });
  }
  expect(await post(JSON.stringify({ a: 'x'.repeat(262_144) }))).toMatchObject({ status: 413 });
});
