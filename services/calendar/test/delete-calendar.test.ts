// DELETE /calendars/:calendarId
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);
const unknown = '/calendars/01920000-0000-7000-8000-000000000000';
const entry = { title: 'a', start: '2027-07-01T09:00:00Z', duration: 'PT1H' };
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

async function stored() {
  const reply = await me.ask('POST', '/calendars', { name: 'a' });
  const path = reply.headers.get('location') ?? '';
  const remove = (headers?: Record<string, string>) => me.ask('DELETE', path, undefined, headers);
  return { path, etag: etagOf(reply), body: reply.body, remove };
}

test('after the 204 there is no such calendar', async () => {
  const { path, remove } = await stored();
  const kept = await stored();
  const { status, body } = await remove();
  expect([status, body]).toEqual([204, null]);
  const again = [
    ['GET', undefined],
    ['PUT', { name: 'b' }],
    ['PATCH', { name: 'b' }],
    ['DELETE', undefined],
  ] as const;
  for (const [method, sent] of again) {
    expectProblem(await me.ask(method, path, sent), 404, 'not-found', path);
  }
  const { items } = (await me.ask('GET', '/calendars')).body;
  expect(items).toEqual([kept.body]);
});

test('its entries go with it: none is read, listed, checked or made', async () => {
  const { path, remove } = await stored();
  const kept = await stored();
  const entries = `${path}/entries`;
  const { id } = (await me.ask('POST', entries, entry)).body;
  const other = await me.ask('POST', `${kept.path}/entries`, entry);
  expect((await remove()).status).toBe(204);
  const window = '?start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z';
  const replies = await Promise.all([
    me.ask('GET', entries + window),
    me.ask('POST', entries, { ...entry, start: '2027-08-01T09:00:00Z' }),
    me.ask('POST', `${entries}/check`, entry),
    me.ask('GET', `${entries}/${id}`),
    me.ask('PUT', `${entries}/${id}`, entry),
    me.ask('PATCH', `${entries}/${id}`, { title: 'b' }),
    me.ask('DELETE', `${entries}/${id}`),
  ]);
  for (const { status, body } of replies) {
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  }
  const left = await me.ask('GET', other.headers.get('location') ?? '');
  expect([left.status, left.body]).toEqual([200, other.body]);
});

test('If-Match names the version that is deleted', async () => {
  const { path, etag, remove } = await stored();
  for (const tags of ['"1-AAAAAAAA"', `W/${etag}`]) {
    expectProblem(await remove({ 'if-match': tags }), 412, 'precondition-failed', path);
  }
  expect((await remove({ 'if-match': `"a", ${etag}` })).status).toBe(204);
  expect((await (await stored()).remove({ 'if-match': '*' })).status).toBe(204);
});

test("somebody else's is not found, and stays", async () => {
  const { path, body } = await stored();
  const other = await somebody(request);
  expectProblem(await other.ask('DELETE', path), 404, 'not-found', path);
  expect((await me.ask('GET', path)).body).toEqual(body);
});

test('refusals come in their order, and nothing is deleted', async () => {
  const { path } = await stored();
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  expectProblem(await request('DELETE', path), 401, 'unauthorized', path);
  expect(faultsOf(await me.ask('DELETE', `${path}?force=true`))).toEqual(['force']);
  expect(faultsOf(await me.ask('DELETE', `${unknown}?a=1`, undefined, stale))).toEqual(['a']);
  expectProblem(await me.ask('DELETE', unknown, undefined, stale), 404, 'not-found', unknown);
  expect((await me.ask('GET', path)).status).toBe(200);
});

test('an Idempotency-Key is not looked at', async () => {
  const { remove } = await stored();
  expect((await remove({ 'idempotency-key': 'a' })).status).toBe(204);
});
