// DELETE /calendars/:calendarId/entries/:entryId
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, meeting, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
let me: Somebody;
let calendar: CalendarAtHand;
beforeAll(async () => {
  me = await somebody(request);
  calendar = await newCalendar(me);
});

async function stored() {
  const entry = await calendar.add();
  const path = `${calendar.path}/${entry.id}`;
  const etag = etagOf(await me.ask('GET', path));
  const remove = (query = '', headers?: Record<string, string>) =>
    me.ask('DELETE', path + query, undefined, headers);
  return { entry, path, etag, remove };
}

test('after the 204 it is gone and its time is free', async () => {
  const { ask, add, all } = await newCalendar(me);
  const kept = await add({ start: '2027-03-02T09:00:00' });
  const { id } = await add();
  const { status, body } = await ask('DELETE', `/${id}`);
  expect([status, body]).toEqual([204, null]);
  for (const [method, sent] of [
    ['GET', undefined],
    ['PUT', meeting()],
    ['PATCH', { title: 'x' }],
    ['DELETE', undefined],
  ] as const) {
    expect((await ask(method, `/${id}`, sent)).status).toBe(404);
  }
  expect((await all('&expand=false')).body.items).toEqual([kept]);
  const again = await ask('POST', '', meeting());
  expect([again.status, again.body.forced]).toEqual([201, false]);
});

test('If-Match names the version that is deleted', async () => {
  const { path, etag, remove } = await stored();
  for (const tags of ['"1-AAAAAAAA"', `W/${etag}`]) {
    expectProblem(await remove('', { 'if-match': tags }), 412, 'precondition-failed', path);
  }
  expect((await remove('', { 'if-match': `"a", ${etag}` })).status).toBe(204);
  expect((await (await stored()).remove('', { 'if-match': '*' })).status).toBe(204);
});

test('an entry that does not recur has no occurrence to delete, and one scope', async () => {
  const { path, remove } = await stored();
  const at = 'occurrence=2027-03-01T08:00:00Z';
  for (const query of [at, `scope=this&${at}`, `scope=thisAndFuture&${at}`]) {
    expectProblem(await remove(`?${query}`), 404, 'not-found', path);
  }
  expect(faultsOf(await remove(`?scope=all&${at}`))).toEqual(['occurrence']);
  expect(faultsOf(await remove('?scope=this'))).toEqual(['occurrence']);
  expect(faultsOf(await remove('?scope=thisAndFuture'))).toEqual(['occurrence']);
  expect(faultsOf(await remove('?occurrence=2027-03-01T08:00:00'))).toEqual(['occurrence']);
  expect(faultsOf(await remove('?scope=x&force=true'))).toEqual(['force', 'scope']);
  expect((await me.ask('GET', path)).status).toBe(200);
  expect((await remove('?scope=all')).status).toBe(204);
});

test("somebody else's is not found, and stays", async () => {
  const { path, entry } = await stored();
  const tag = etagOf(await calendar.all());
  const other = await somebody(request);
  const theirs = `${(await newCalendar(other)).path}/${entry.id}`;
  for (const lost of [path, theirs]) {
    expectProblem(await other.ask('DELETE', lost), 404, 'not-found', lost);
  }
  const mine = `${(await newCalendar(me)).path}/${entry.id}`;
  expectProblem(await me.ask('DELETE', mine), 404, 'not-found', mine);
  expect((await me.ask('GET', path)).body).toEqual(entry);
  expect(etagOf(await calendar.all())).toBe(tag);
});

test('refusals come in their order, and nothing is deleted', async () => {
  const { path } = await stored();
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  const ask = (lost: string) => me.ask('DELETE', lost, undefined, stale);
  expectProblem(await request('DELETE', path), 401, 'unauthorized', path);
  for (const lost of [`${calendar.path}/${unknown}`, `/calendars/${unknown}/entries/${unknown}`]) {
    expect(faultsOf(await ask(`${lost}?a=1`))).toEqual(['a']);
    expectProblem(await ask(lost), 404, 'not-found', lost);
  }
  const occurrence = `${path}?occurrence=2027-03-01T08:00:00Z`;
  expectProblem(await ask(occurrence), 404, 'not-found', path);
  expect((await me.ask('GET', path)).status).toBe(200);
});

test('an Idempotency-Key is not looked at', async () => {
  const { remove } = await stored();
  expect((await remove('', { 'idempotency-key': 'a' })).status).toBe(204);
});
