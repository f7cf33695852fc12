// POST /calendars/:calendarId/entries/check
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { allowOf, etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { conflict, meeting, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

async function withMeetings(...fields: object[]) {
  const calendar = await newCalendar(me);
  const entries = [];
  for (const one of fields) entries.push(await calendar.add(one));
  const check = (wish: object = {}) => calendar.ask('POST', '/check', meeting(wish));
  return { ...calendar, entries, check };
}

const interval = (start: string, end: string) => ({ start, end });
const nine = interval('2027-03-01T09:00:00+01:00', '2027-03-01T10:00:00+01:00');

test('where nothing is met: the whole answer', async () => {
  const { check } = await withMeetings();
  const { status, headers, body } = await check();
  expect([status, body]).toEqual([
    200,
    { conflicts: [], conflictsTruncated: false, conflictFree: true, nextFree: nine },
  ]);
  expect([headers.get('etag'), headers.get('location')]).toEqual([null, null]);
});

test('where something is met: the whole answer, and nothing is written', async () => {
  const { check, all, entries } = await withMeetings({}, { start: '2027-03-01T10:30:00' });
  const before = etagOf(await all());
  const wish = { start: '2027-03-01T09:30:00', duration: 'PT90M' };
  const candidate = interval('2027-03-01T09:30:00+01:00', '2027-03-01T11:00:00+01:00');
  const { status, body } = await check(wish);
  expect([status, body]).toEqual([
    200,
    {
      conflicts: entries.map((existing) => conflict(candidate, existing)),
      conflictsTruncated: false,
      conflictFree: false,
      nextFree: interval('2027-03-01T11:30:00+01:00', '2027-03-01T13:00:00+01:00'),
    },
  ]);
  expect(etagOf(await all())).toBe(before);
});

test('what it finds free can be made', async () => {
  const { ask, check } = await withMeetings(
    {},
    { start: '2027-03-01T10:00:00', duration: 'PT45M' },
  );
  const { nextFree } = (await check()).body;
  expect(nextFree.start).toBe('2027-03-01T10:45:00+01:00');
  const made = await ask('POST', '', meeting({ start: nextFree.start }));
  expect([made.status, made.body.end, made.body.forced]).toEqual([201, nextFree.end, false]);
});

test('gaps that are too short are passed over', async () => {
  const { check } = await withMeetings(
    { duration: 'PT1H' },
    { start: '2027-03-01T10:59:59', duration: 'PT1M' },
    { start: '2027-03-01T11:30:00', duration: 'P1D' },
    { start: '2027-03-01T11:00:00', duration: 'PT5M', freeBusy: 'free' },
  );
  const free = (duration: string) => check({ duration }).then(({ body }) => body.nextFree.start);
  expect(await free('PT59M59S')).toBe('2027-03-01T10:00:00+01:00');
  expect(await free('PT1H')).toBe('2027-03-02T11:30:00+01:00');
  expect(await free('PT30M1S')).toBe('2027-03-01T10:00:00+01:00');
});

test('at most 20 conflicts are told', async () => {
  const minutes = Array.from({ length: 21 }, (_, i) => String(i + 10));
  const fields = minutes.map((minute) => ({ start: `2027-03-01T09:${minute}:00` }));
  const { check, entries } = await withMeetings(...fields);
  const { body } = await check();
  expect(body.conflicts).toEqual(entries.slice(0, 20).map((one) => conflict(nine, one)));
  expect([body.conflictsTruncated, body.conflictFree]).toEqual([true, false]);
  expect(body.nextFree).toEqual(interval('2027-03-01T10:30:00+01:00', '2027-03-01T11:30:00+01:00'));
});

test('one entry can be left out', async () => {
  const { check, entries } = await withMeetings({}, { title: 'Other' });
  const [first, second] = entries;
  const without = await check({ excludeEntryId: first.id });
  expect(without.body.conflicts).toEqual([conflict(nine, second)]);
  const elsewhere = await withMeetings({});
  for (const id of [unknown, elsewhere.entries[0].id, 'x', null, 7]) {
    expect(faultsOf(await check({ excludeEntryId: id }))).toEqual(['/excludeEntryId']);
  }
  const alone = (await elsewhere.check({ excludeEntryId: elsewhere.entries[0].id })).body;
  expect([alone.conflictFree, alone.nextFree]).toEqual([true, nine]);
});

test('somebody else has no entry that could be left out', async () => {
  const { entries } = await withMeetings({});
  const other = await somebody(request);
  const { ask } = await newCalendar(other);
  const body = meeting({ excludeEntryId: entries[0].id });
  expect(faultsOf(await ask('POST', '/check', body))).toEqual(['/excludeEntryId']);
});

test('free time meets nothing', async () => {
  const { check } = await withMeetings({});
  expect((await check({ freeBusy: 'free' })).body).toEqual({
    conflicts: [],
    conflictsTruncated: false,
    conflictFree: true,
    nextFree: nine,
  });
});

const berlin = (start: string) => ({ start: `2027-${start}` });

test.each([
  // The night of 28 March has no hour from 2 to 3: what ends at 2 ends at 3.
  [
    '03-28T01:00:00',
    'PT1H',
    '03-28T01:30:00',
    'PT1H',
    '03-28T03:00:00+02:00',
    '03-28T04:00:00+02:00',
  ],
  // A day from the wall clock of the free start has 23 hours.
  [
    '03-27T10:00:00',
    'PT1H',
    '03-27T10:30:00',
    'P1D',
    '03-27T11:00:00+01:00',
    '03-28T11:00:00+02:00',
  ],
  [
    '03-27T10:00:00',
    'PT1H',
    '03-27T10:30:00',
    'PT24H',
    '03-27T11:00:00+01:00',
    '03-28T12:00:00+02:00',
  ],
  // The hour from 2 to 3 of 31 October comes twice.
  [
    '10-31T02:00:00',
    'PT1H',
    '10-31T02:30:00',
    'PT30M',
    '10-31T02:00:00+01:00',
    '10-31T02:30:00+01:00',
  ],
  [
    '10-30T10:00:00',
    'PT1H',
    '10-30T10:30:00',
    'P1D',
    '10-30T11:00:00+02:00',
    '10-31T11:00:00+01:00',
  ],
])('over a clock change: %s for %s, %s for %s', async (at, length, wish, duration, start, end) => {
  const { check } = await withMeetings({ ...berlin(at), duration: length });
  const { body } = await check({ ...berlin(wish), duration });
  expect([body.conflictFree, body.nextFree]).toEqual([
    false,
    interval(`2027-${start}`, `2027-${end}`),
  ]);
});

test('a start is looked for up to 366 days on', async () => {
  const { check, ask } = await withMeetings({ duration: 'P366D' });
  const { nextFree } = (await check()).body;
  expect(nextFree).toEqual(interval('2028-03-01T09:00:00+01:00', '2028-03-01T10:00:00+01:00'));
  await ask('POST', '', meeting({ start: nextFree.start, duration: 'PT1S' }));
  expect((await check()).body).toMatchObject({ conflictFree: false, nextFree: null });
});

test('the times of the answer are in the zone that was sent', async () => {
  const { check } = await withMeetings({});
  const { body } = await check({ start: '2027-03-01T03:30:00', timeZone: 'america/new_york' });
  expect(body.conflicts[0].candidate.start).toBe('2027-03-01T03:30:00-05:00');
  expect(body.conflicts[0].existing.start).toBe('2027-03-01T09:00:00+01:00');
  expect(body.nextFree.start).toBe('2027-03-01T04:00:00-05:00');
});

test('the rules of POST hold, every fault at once', async () => {
  const { ask, path } = await withMeetings();
  const body = { start: '2027-02-30T09:00:00', end: 'x', recurrence: 7, excludeEntryId: 'x' };
  const faults = ['/duration', '/end', '/excludeEntryId', '/recurrence', '/start', '/title'];
  expect(faultsOf(await ask('POST', '/check?force=true', body))).toEqual([...faults, 'force']);
  expect(faultsOf(await ask('POST', '/check', '{'))).toEqual(['']);
  const apia = meeting({ start: '2011-12-30T09:00:00' });
  await me.ask('PATCH', path.replace('/entries', ''), { timeZone: 'Pacific/Apia' });
  expect(faultsOf(await ask('POST', '/check', apia))).toEqual(['/start']);
});

test('an Idempotency-Key is not looked at', async () => {
  const { ask } = await withMeetings();
  expect((await ask('POST', '/check', meeting(), { 'idempotency-key': 'a' })).status).toBe(200);
});

test('POST alone, at exactly this path, with a token, in my calendars', async () => {
  const { path, ask } = await withMeetings();
  const check = `${path}/check`;
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
    const reply = await ask(method, '/check');
    expectProblem(reply, 405, 'method-not-allowed', check);
    expect(allowOf(reply)).toEqual(['OPTIONS', 'POST']);
  }
  expect((await ask('HEAD', '/check')).status).toBe(405);
  const options = await request('OPTIONS', check);
  expect([options.status, allowOf(options)]).toEqual([204, ['OPTIONS', 'POST']]);
  for (const odd of [`${check}/`, `${path}/Check`]) {
    expect((await me.ask('POST', odd, meeting())).status).not.toBe(200);
  }
  expectProblem(await request('POST', check, { body: '{' }), 401, 'unauthorized', check);
  const other = await somebody(request);
  expectProblem(await other.ask('POST', check, meeting()), 404, 'not-found', check);
  const lost = `/calendars/${unknown}/entries/check`;
  expectProblem(await me.ask('POST', lost, meeting()), 404, 'not-found', lost);
});
