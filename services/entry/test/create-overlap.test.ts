// POST /calendars/:calendarId/entries over other entries: 409, or force.
import { api } from '@calendar/shared/testing/client';
import { expectProblem } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem, type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { conflict, expectOverlap, meeting, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const at = (hour: string, fields: object = {}) =>
  meeting({ start: `2027-03-01T${hour}:00`, ...fields });
const shown = (start: string, end: string) => ({
  start: `2027-03-01T${start}:00+01:00`,
  end: `2027-03-01T${end}:00+01:00`,
});

test('over a busy entry: the whole 409, and nothing is made', async () => {
  const { path, ask, add, all } = await newCalendar(me);
  const existing = await add({ title: 'First' });
  const before = etagOf(await all());
  const reply = await ask('POST', '?force=false', at('09:59'));
  expectOverlap(reply, path, [conflict(shown('09:59', '10:59'), existing)]);
  expect(reply.headers.get('etag')).toBe(null);
  expect(etagOf(await all())).toBe(before);
  expect((await all()).body.items).toHaveLength(1);
});

test.each([
  ['within', '09:15', 'PT30M'],
  ['around', '08:00', 'PT3H'],
  ['the same', '09:00', 'PT1H'],
  ['its last second', '09:59:59', 'PT1H'],
  ['its first second', '08:00', 'PT1H0M1S'],
  ['from the day before', '00:00', 'P1D'],
])('%s overlaps', async (_, hour, duration) => {
  const { ask, add } = await newCalendar(me);
  await add();
  const start = `2027-03-01T${hour.length === 5 ? `${hour}:00` : hour}`;
  expect((await ask('POST', '', meeting({ start, duration }))).status).toBe(409);
});

test('entries that touch do not overlap', async () => {
  const { ask, add } = await newCalendar(me);
  await add();
  for (const hour of ['08:00', '10:00']) {
    const { status, body } = await ask('POST', '', at(hour));
    expect([status, body.forced]).toEqual([201, false]);
  }
});

test('free entries neither meet nor are met', async () => {
  const { ask, add } = await newCalendar(me);
  await add({ freeBusy: 'free' });
  expect((await ask('POST', '', at('09:00'))).body.forced).toBe(false);
  const { status, body } = await ask('POST', '?force=true', at('09:00', { freeBusy: 'free' }));
  expect([status, body.forced, body.conflicts, body.conflictsTruncated]).toEqual([
    201,
    false,
    [],
    false,
  ]);
});

test('other calendars do not count', async () => {
  const one = await newCalendar(me);
  await one.add();
  const other = await newCalendar(me);
  expect((await other.ask('POST', '', meeting())).status).toBe(201);
});

test('force lets it in and tells what it meets', async () => {
  const { ask, add } = await newCalendar(me);
  const existing = await add();
  const reply = await ask('POST', '?force=true', at('09:30'));
  const { conflicts, conflictsTruncated, ...entry } = reply.body;
  expect([reply.status, conflicts, conflictsTruncated, entry.forced]).toEqual([
    201,
    [conflict(entry, existing)],
    false,
    true,
  ]);
  const read = await ask('GET', `/${entry.id}`);
  expect([read.body, etagOf(read)]).toEqual([entry, etagOf(reply)]);
  expect((await ask('GET', `/${existing.id}`)).body).toEqual(existing);
});

test('force over nothing is not forced', async () => {
  const { ask } = await newCalendar(me);
  const { status, body } = await ask('POST', '?force=true', meeting());
  expect([status, body.forced, body.conflicts, body.conflictsTruncated]).toEqual([
    201,
    false,
    [],
    false,
  ]);
});

test('each is told in its own zone, the earliest collision first', async () => {
  const { path, ask, add } = await newCalendar(me);
  const [third, first, second] = [
    await add({ start: '2027-03-01T20:00:00+09:00', timeZone: 'Asia/Tokyo' }),
    await add({ start: '2026-06-01T00:00:00', duration: 'P300D', timeZone: 'UTC' }),
    await add({ start: '2027-02-28T12:00:00', duration: 'P2D' }),
  ];
  expect(third.start).toBe('2027-03-01T20:00:00+09:00');
  expect(first.end).toBe('2027-03-28T00:00:00Z');
  const wish = meeting({
    start: '2027-03-01T03:00:00',
    duration: 'PT12H',
    timeZone: 'America/New_York',
  });
  const candidate = { start: '2027-03-01T03:00:00-05:00', end: '2027-03-01T15:00:00-05:00' };
  const met = [first, second, third].map((existing) => conflict(candidate, existing));
  expectOverlap(await ask('POST', '', wish), path, met);
});

test('at most 20 are told, in order of start, then id', async () => {
  const { path, ask, add } = await newCalendar(me);
  const minute = (i: number) => `2027-03-01T09:${String(Math.floor(i / 2)).padStart(2, '0')}:00`;
  const order = [20, 3, 8, 1, 0, 19, 18, 9, 7, 2, 4, 11, 10, 16, 17, 5, 6, 13, 12, 14, 15];
  const entries = [];
  for (const i of order) entries.push(await add({ start: minute(i), title: `${i}` }));
  entries.sort((a, b) => (a.start + a.id < b.start + b.id ? -1 : 1));
  const told = entries.slice(0, 20).map((one) => conflict(shown('09:00', '10:00'), one));
  expectOverlap(await ask('POST', '', meeting()), path, told, true);
  const forced = await ask('POST', '?force=true', meeting());
  expect([forced.body.conflicts, forced.body.conflictsTruncated]).toEqual([told, true]);
  expect((await ask('DELETE', `/${entries[0].id}`)).status).toBe(204);
  expect((await ask('DELETE', `/${forced.body.id}`)).status).toBe(204);
  const rest = entries.slice(1).map((one) => conflict(shown('09:00', '10:00'), one));
  expectOverlap(await ask('POST', '', meeting()), path, rest, false);
});

describe('in a system that bounds a calendar at 3 entries', () => {
  let own: OwnSystem;
  let owner: Somebody;
  beforeAll(async () => {
    const settings = { entry: { MAX_ENTRIES_PER_CALENDAR: '3' } };
    own = await startSystem({ name: 'bound', instances: { entry: 1 }, settings });
    owner = await somebody(api(own.baseUrl));
  }, 120_000);
  afterAll(() => own?.stop());

  test('the fourth is refused until one is deleted', async () => {
    const { path, ask, add } = await newCalendar(owner, 'Pacific/Apia');
    const [first] = [await add(), await add(), await add({ freeBusy: 'free' })];
    for (const body of [meeting({ freeBusy: 'free' }), meeting()]) {
      expectProblem(await ask('POST', '?force=true', body), 403, 'limit-reached', path);
      expectProblem(await ask('POST', '', body), 403, 'limit-reached', path);
    }
    expect((await ask('POST', '', meeting({ start: '2011-12-30T09:00:00' }))).status).toBe(400);
    expect((await ask('PATCH', `/${first.id}`, { title: 'b' })).status).toBe(200);
    expect((await ask('POST', '/check', meeting())).status).toBe(200);
    expect((await ask('DELETE', `/${path.split('/')[2]}`)).status).toBe(404);
    expect((await ask('POST', '?force=true', meeting())).status).toBe(403);
    expect((await ask('DELETE', `/${first.id}`)).status).toBe(204);
    expect((await ask('POST', '', meeting())).status).toBe(409);
    expect((await ask('POST', '?force=true', meeting())).status).toBe(201);
    expect((await ask('POST', '?force=true', meeting())).status).toBe(403);
    const other = await newCalendar(owner);
    expect((await other.ask('POST', '', meeting())).status).toBe(201);
  });

  test('what a calendar held before the bound was lowered can still be changed', async () => {
    const { id, ask, add } = await newCalendar(owner);
    const one = await add();
    await using tables = openTables(own.database, 'entry');
    await tables.write('UPDATE calendar_ref SET entry_count = 4 WHERE id = ?', [id]);
    expect((await ask('PATCH', `/${one.id}`, { title: 'b' })).status).toBe(200);
    const recurrence = { frequency: 'weekly' };
    expect((await ask('PATCH', `/${one.id}`, { recurrence })).status).toBe(200);
    expect((await ask('POST', '?force=true', meeting())).status).toBe(403);
  });
});
