// GET /calendars/:calendarId/entries/:entryId
import { api, type Reply } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { allowOf, etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
let me: Somebody;
let calendar: CalendarAtHand;
let entry: Reply['body'];
let path: string;
beforeAll(async () => {
  me = await somebody(request);
  calendar = await newCalendar(me);
  entry = await calendar.add({ description: 'd', location: 'l', freeBusy: 'free' });
  path = `${calendar.path}/${entry.id}`;
});

const readIf = (tags: string) => me.ask('GET', path, undefined, { 'if-none-match': tags });

test('its owner reads it as it was made, with nothing of an occurrence', async () => {
  const reply = await me.ask('GET', path);
  expect([reply.status, reply.body]).toEqual([200, entry]);
  expect(Object.keys(reply.body)).not.toContain('occurrence');
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('If-None-Match saves the body, compared weakly', async () => {
  const etag = etagOf(await me.ask('GET', path));
  for (const tags of [etag, `W/${etag}`, '*', `"a", ${etag}`, `"a,b" ,W/${etag}`]) {
    const reply = await readIf(tags);
    expect([reply.status, reply.body, etagOf(reply)]).toEqual([304, null, etag]);
  }
  for (const tags of ['"a"', etag.slice(1, -1), '"a", W/"b"']) {
    expect((await readIf(tags)).status).toBe(200);
  }
});

test('its entity tag moves with the entry and not with others', async () => {
  const mine = await calendar.add({ title: 'mine', start: '2027-04-01T09:00:00' });
  const read = () => calendar.ask('GET', `/${mine.id}`);
  const etag = etagOf(await read());
  const other = await calendar.add({ start: '2027-04-01T09:00:00' });
  await calendar.ask('PATCH', `/${other.id}`, { title: 'other' });
  await calendar.ask('DELETE', `/${other.id}`);
  await me.ask('PATCH', `/calendars/${calendar.id}`, { description: 'new' });
  expect(etagOf(await read())).toBe(etag);
  await calendar.ask('PATCH', `/${mine.id}`, { title: 'changed' });
  expect(etagOf(await read())).not.toBe(etag);
});

test('HEAD has the headers alone, also of a refusal', async () => {
  const get = await me.ask('GET', path);
  const head = await me.ask('HEAD', path);
  expect([head.status, head.body, etagOf(head)]).toEqual([200, null, etagOf(get)]);
  expect((await calendar.ask('HEAD', `/${unknown}`)).status).toBe(404);
});

test('an entry that does not recur has no occurrence, not at its own start either', async () => {
  for (const start of [entry.start, '2027-03-01T08:00:00Z', '1999-01-01T00:00:00Z']) {
    const reply = await me.ask('GET', `${path}?occurrence=${encodeURIComponent(start)}`);
    expectProblem(reply, 404, 'not-found', path);
  }
});

test.each(['', 'x', '2027-03-01T09:00:00', '2027-02-29T09:00:00Z', '2027-03-01'])(
  '?occurrence=%s is refused',
  async (occurrence) => {
    const query = `?occurrence=${occurrence}`;
    expect(faultsOf(await me.ask('GET', path + query))).toEqual(['occurrence']);
    expect(faultsOf(await calendar.ask('GET', `/${unknown}${query}`))).toEqual(['occurrence']);
  },
);

test('a bare + in a query is explained', async () => {
  const { body } = await me.ask('GET', `${path}?occurrence=2027-03-01T09:00:00+01:00`);
  expect(body.errors).toEqual([{ parameter: 'occurrence', detail: expect.stringMatching('%2B') }]);
});

test.each(['scope=all', 'expand=true', 'force=true'])('?%s is not known here', async (query) => {
  expect(faultsOf(await me.ask('GET', `${path}?${query}`))).toEqual([query.split('=')[0]]);
});

test("somebody else's is not found, in whatever calendar", async () => {
  const other = await somebody(request);
  expectProblem(await other.ask('GET', path), 404, 'not-found', path);
  const theirs = `${(await newCalendar(other)).path}/${entry.id}`;
  expectProblem(await other.ask('GET', theirs), 404, 'not-found', theirs);
});

test('what is not in this calendar is not found', async () => {
  const elsewhere = await newCalendar(me);
  const paths = [
    `${elsewhere.path}/${entry.id}`,
    `${calendar.path}/${unknown}`,
    `/calendars/${unknown}/entries/${entry.id}`,
    ...['1', 'null', entry.id.toUpperCase()].map((id) => `${calendar.path}/${id}`),
    `/calendars/1/entries/${entry.id}`,
  ];
  for (const lost of paths) expectProblem(await me.ask('GET', lost), 404, 'not-found', lost);
});

test('POST is no method here, and OPTIONS needs no token', async () => {
  const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT'];
  const refused = await me.ask('POST', path, {});
  expectProblem(refused, 405, 'method-not-allowed', path);
  expect(allowOf(refused)).toEqual(methods);
  const options = await request('OPTIONS', path);
  expect([options.status, options.body, allowOf(options)]).toEqual([204, null, methods]);
});

test('paths are exact, and need a token', async () => {
  for (const odd of [`${path}/`, path.replace('entries', 'ENTRIES'), `${path}/occurrences`]) {
    expectProblem(await request('GET', odd), 404, 'not-found', odd);
    expectProblem(await me.ask('GET', odd), 404, 'not-found', odd);
  }
  expectProblem(await request('GET', path), 401, 'unauthorized', path);
});
