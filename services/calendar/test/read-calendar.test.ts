// GET /calendars/:calendarId
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { allowOf, etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);
const unknown = '/calendars/01920000-0000-7000-8000-000000000000';
let me: Somebody;
let path: string;
let calendar: unknown;
beforeAll(async () => {
  me = await somebody(request);
  const fields = { name: 'Work', description: 'd', timeZone: 'Europe/Berlin' };
  const reply = await me.ask('POST', '/calendars', fields);
  calendar = reply.body;
  path = reply.headers.get('location') ?? '';
});

const readIf = (tags: string) => me.ask('GET', path, undefined, { 'if-none-match': tags });

test('its owner reads it, as it was made', async () => {
  const reply = await me.ask('GET', path);
  expect([reply.status, reply.body]).toEqual([200, calendar]);
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('If-None-Match saves the body, compared weakly', async () => {
  const etag = etagOf(await me.ask('GET', path));
  for (const tags of [etag, `W/${etag}`, '*', `"a", ${etag}`, `"a,b" ,W/${etag}`]) {
    const reply = await readIf(tags);
    expect([reply.status, reply.body, etagOf(reply)]).toEqual([304, null, etag]);
  }
  for (const tags of ['"a"', etag.slice(1, -1), `"a", "b"`]) {
    expect((await readIf(tags)).status).toBe(200);
  }
});

test('HEAD has the headers alone, also of a refusal', async () => {
  const get = await me.ask('GET', path);
  const head = await me.ask('HEAD', path);
  expect([head.status, head.body, etagOf(head)]).toEqual([200, null, etagOf(get)]);
  const same = await me.ask('HEAD', path, undefined, { 'if-none-match': etagOf(get) });
  expect(same.status).toBe(304);
  expect((await me.ask('HEAD', unknown)).status).toBe(404);
});

test("somebody else's is not found, like one that never was", async () => {
  const other = await somebody(request);
  expectProblem(await other.ask('GET', path), 404, 'not-found', path);
  expectProblem(await me.ask('GET', unknown), 404, 'not-found', unknown);
});

test('what is no id is not found', async () => {
  const id = path.split('/')[2] ?? '';
  const none = ['1', 'null', id.toUpperCase(), `${id}0`, id.replace('-7', '-4'), '%20', 'é'];
  for (const odd of none) {
    const { status, body } = await me.ask('GET', `/calendars/${odd}`);
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  }
});

test('a query is refused, before the calendar is looked for', async () => {
  expect(faultsOf(await me.ask('GET', `${path}?expand=true`))).toEqual(['expand']);
  expect(faultsOf(await me.ask('GET', `${unknown}?a=1`))).toEqual(['a']);
});

test('POST is no method here, and OPTIONS needs no token', async () => {
  const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT'];
  const refused = await me.ask('POST', path, {});
  expectProblem(refused, 405, 'method-not-allowed', path);
  expect(allowOf(refused)).toEqual(methods);
  const options = await request('OPTIONS', path);
  expect([options.status, options.body, allowOf(options)]).toEqual([204, null, methods]);
});

test('paths are exact', async () => {
  for (const odd of [`${path}/`, path.replace('calendars', 'Calendars'), `${path}/events`]) {
    expectProblem(await request('GET', odd), 404, 'not-found', odd);
    expectProblem(await me.ask('GET', odd), 404, 'not-found', odd);
  }
});

test('without a token nothing is shown', async () => {
  expectProblem(await request('GET', path), 401, 'unauthorized', path);
  expectProblem(await request('GET', unknown), 401, 'unauthorized', unknown);
});
