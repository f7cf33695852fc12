// POST /calendars/:calendarId/entries: what is made, and what is refused. Overlap has a file of its own.
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { allowOf, etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, meeting, newCalendar } from './calendar-at-hand.ts';

const system = mainSystem();
const request = api(system.baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
let me: Somebody;
let calendar: CalendarAtHand;
beforeAll(async () => {
  me = await somebody(request);
  calendar = await newCalendar(me);
});

const create = (body: unknown, query = '', headers?: Record<string, string>) =>
  calendar.ask('POST', query, body, headers);
const createFree = (fields: object) => create(meeting({ freeBusy: 'free', ...fields }));

test('title, start and duration are enough; the rest has its default', async () => {
  const reply = await create(meeting());
  expect([reply.status, reply.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      calendarId: calendar.id,
      title: 'Meeting',
      description: null,
      location: null,
      start: '2027-03-01T09:00:00+01:00',
      end: '2027-03-01T10:00:00+01:00',
      duration: 'PT1H',
      timeZone: 'Europe/Berlin',
      recurrence: null,
      freeBusy: 'busy',
      forced: false,
      previousEntryId: null,
      nextEntryId: null,
      createdAt: time,
      updatedAt: reply.body.createdAt,
    },
  ]);
  expect(Math.abs(Date.parse(reply.body.createdAt) - Date.now())).toBeLessThan(60_000);
  expect(reply.headers.get('location')).toBe(`${calendar.path}/${reply.body.id}`);
  const read = await me.ask('GET', reply.headers.get('location') ?? '');
  expect([read.status, read.body, etagOf(read)]).toEqual([200, reply.body, etagOf(reply)]);
});

test('every field is kept', async () => {
  const fields = {
    title: 'Trip',
    description: 'far',
    location: 'Tokyo',
    start: '2027-05-01T09:00:00+09:00',
    duration: 'P1DT2H',
    timeZone: 'Asia/Tokyo',
    recurrence: null,
    freeBusy: 'free',
  };
  const { status, body } = await create(fields);
  expect([status, body]).toEqual([201, expect.objectContaining(fields)]);
  expect(body.end).toBe('2027-05-02T11:00:00+09:00');
});

test.each([
  { title: '😀'.repeat(255), location: '😀'.repeat(255), description: '😀'.repeat(8192) },
  { title: ' \t', location: '', description: '' },
  { title: 'e\u0301\u200d\ufeff"\\\n', location: null, description: null },
])('text is kept as sent', async (fields) => {
  const { status, body } = await createFree(fields);
  expect([status, body]).toEqual([201, expect.objectContaining(fields)]);
  expect((await calendar.ask('GET', `/${body.id}`)).body).toEqual(body);
});

const readOnly = {
  id: unknown,
  calendarId: unknown,
  end: '2027-03-01T10:00:00+01:00',
  forced: false,
  previousEntryId: null,
  nextEntryId: null,
  createdAt: '2027-01-01T00:00:00.000Z',
  updatedAt: '2027-01-01T00:00:00.000Z',
  occurrence: null,
  overridden: false,
};

const refused: [name: string, value: unknown][] = [
  ...['title', 'start', 'duration'].map((name): [string, unknown] => [name, undefined]),
  ...['title', 'start', 'duration', 'timeZone', 'freeBusy'].flatMap((name) =>
    [null, '', 7, true, ['a'], {}].map((value): [string, unknown] => [name, value]),
  ),
  ...['title', 'location'].flatMap((name) =>
    ['a'.repeat(256), '😀'.repeat(256), 'a\u0000', '\ud83d'].map((text): [string, unknown] => [
      name,
      text,
    ]),
  ),
  ...[7, 'a'.repeat(8193), '\u0000', '\ude00'].map((text): [string, unknown] => [
    'description',
    text,
  ]),
  ['freeBusy', 'BUSY'],
  ['freeBusy', 'tentative'],
  ...['daily', false, []].map((rule): [string, unknown] => ['recurrence', rule]),
  ...Object.entries(readOnly),
  ['color', 'red'],
  ['excludeEntryId', unknown],
];

test.each(refused)('%s is refused as %j, and nothing is made', async (name, value) => {
  const before = etagOf(await calendar.all());
  const reply = await createFree({ [name]: value });
  expect(faultsOf(reply)).toEqual([`/${name}`]);
  expect(etagOf(await calendar.all())).toBe(before);
});

test('every fault is named at once', async () => {
  const body = { start: 'x', duration: 'y', timeZone: 'z', recurrence: 1, 'a/b': 1 };
  const named = ['/a~1b', '/duration', '/recurrence', '/start', '/timeZone', '/title'];
  expect(faultsOf(await create(body, '?force=yes&a=1'))).toEqual([...named, 'a', 'force']);
});

test.each(['force=1', 'force=TRUE', 'force=', 'force', 'force=true&force=true', 'force=%20true'])(
  '?%s is refused',
  async (query) => {
    expect(faultsOf(await create(meeting(), `?${query}`))).toEqual(['force']);
  },
);

test.each(['occurrence=2027-03-01T09:00:00Z', 'scope=all', 'expand=true'])(
  '?%s has no meaning here',
  async (query) => {
    const [name] = query.split('=');
    expect(faultsOf(await create(meeting(), `?${query}`))).toEqual([name]);
  },
);

test('the first refusal that applies is the answer', async () => {
  const lost = `/calendars/${unknown}/entries`;
  const type = { 'content-type': 'text/plain' };
  expectProblem(await request('POST', lost, { body: '{' }), 401, 'unauthorized', lost);
  const big = meeting({ description: 'a'.repeat(300_000) });
  expectProblem(await me.ask('PUT', lost, big), 413, 'payload-too-large', lost);
  expectProblem(await me.ask('PUT', lost, '{', type), 405, 'method-not-allowed', lost);
  const odd = await me.ask('POST', `${lost}?a=1`, '{', type);
  expectProblem(odd, 415, 'unsupported-media-type', lost);
  expect(faultsOf(await me.ask('POST', `${lost}?a=1`, meeting({ start: 'x' })))).toEqual([
    '/start',
    'a',
  ]);
  expectProblem(await me.ask('POST', lost, meeting()), 404, 'not-found', lost);
});

test("in somebody else's calendar nothing is made", async () => {
  const other = await somebody(request);
  const before = etagOf(await calendar.all());
  const reply = await other.ask('POST', `${calendar.path}?force=true`, meeting());
  expectProblem(reply, 404, 'not-found', calendar.path);
  expect(etagOf(await calendar.all())).toBe(before);
});

test.each(['1', 'null', unknown.toUpperCase()])('%s is no calendar', async (id) => {
  const path = `/calendars/${id}/entries`;
  expectProblem(await me.ask('POST', path, meeting()), 404, 'not-found', path);
});

test('the request after the 201 of a calendar can make an entry, at every instance', async () => {
  for (const instance of [...system.services.entry, ...system.services.entry]) {
    const { path } = await newCalendar(me);
    const { token } = me;
    const { status } = await api(instance)('POST', path, { token, body: meeting() });
    expect(status).toBe(201);
  }
});

test('other methods are refused with Allow, and OPTIONS lists them without a token', async () => {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'POST'];
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const reply = await calendar.ask(method, '');
    expectProblem(reply, 405, 'method-not-allowed', calendar.path);
    expect(allowOf(reply)).toEqual(methods);
  }
  const options = await request('OPTIONS', calendar.path);
  expect([options.status, options.body, allowOf(options)]).toEqual([204, null, methods]);
});

test('paths are exact', async () => {
  const { path } = calendar;
  for (const odd of [`${path}/`, path.replace('entries', 'Entries'), `/v1${path}`]) {
    expectProblem(await request('POST', odd, { body: meeting() }), 404, 'not-found', odd);
    expectProblem(await me.ask('POST', odd, meeting()), 404, 'not-found', odd);
  }
});
