// Time that series free and take, and the next free time around them and for them.
import { api, type Reply } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, expectOverlap, newCalendar } from './calendar-at-hand.ts';
import {
  at,
  daily,
  entry,
  hour,
  letIn,
  line,
  linesIn,
  type Span,
  seriesIn,
  side,
  weekly,
} from './series-at-hand.ts';

type Json = Reply['body'];

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

/** Mondays at 9 from 1 March, with a single entry that may come in between. */
async function mondays(fields: object = {}) {
  const calendar = await newCalendar(me, 'UTC');
  const made = await seriesIn(calendar, entry('2027-03-01T09:00:00', weekly, fields));
  const post = (start: string, rule: object | null = null) =>
    calendar.ask('POST', '', entry(start, rule));
  return { ...made, calendar, post };
}

const third = at('2027-03-15T09:00:00Z');

test('an excluded occurrence frees its time, until it comes back', async () => {
  const { remove, patch, post, calendar, path } = await mondays();
  expect((await post('2027-03-15T09:00:00')).status).toBe(409);
  await letIn(remove(third));
  const guest = await letIn(post('2027-03-15T09:00:00'));
  expect((await post('2027-03-22T09:00:00')).status).toBe(409);
  const met = [line(side(hour('2027-03-15')), side(hour('2027-03-15'), false), guest)];
  expectOverlap(await patch(third, { excluded: false }), calendar.path + path, met);
  const away = { excluded: false, start: '2027-03-15T10:00:00Z' };
  expect((await letIn(patch(third, away))).forced).toBe(false);
  await letIn(remove(third));
  const forced = await letIn(patch(`${third}&force=true`, { excluded: false }));
  expect([forced.forced, forced.overridden, forced.conflicts]).toEqual([true, false, met]);
});

test('a moved occurrence frees its time and takes another', async () => {
  const { patch, post, calendar } = await mondays();
  await letIn(patch(third, { start: '2027-03-16T12:00:00Z', title: 'Moved' }));
  expect((await post('2027-03-15T09:00:00')).status).toBe(201);
  const taken = await post('2027-03-16T12:30:00');
  expect(taken.status).toBe(409);
  expect(taken.body.conflicts[0].existing).toMatchObject({
    ...{ start: '2027-03-16T12:00:00Z', end: '2027-03-16T13:00:00Z', title: 'Moved' },
    occurrence: '2027-03-15T09:00:00Z',
  });
  const daily12 = await post('2027-03-02T12:00:00', daily);
  expect(daily12.body.conflicts[0].candidate.start).toBe('2027-03-16T12:00:00Z');
  await letIn(patch(third, { freeBusy: 'free' }));
  expect((await post('2027-03-16T12:30:00')).status).toBe(201);
  expect(await linesIn(calendar, '2027-03-15', '2027-03-22')).toHaveLength(3);
});

test('a free series neither meets nor is met; to become busy it is decided', async () => {
  const { patch, post, path, calendar, series } = await mondays({ freeBusy: 'free' });
  const guest = await letIn(post('2027-03-15T09:00:00', { ...weekly, interval: 2 }));
  expect(guest.forced).toBe(false);
  const met = [line(side(hour('2027-03-15')), side(hour('2027-03-15')), guest)];
  expectOverlap(await patch('scope=all', { freeBusy: 'busy' }), calendar.path + path, met);
  const busy = await patch(third, { freeBusy: 'busy' });
  expectOverlap(busy, calendar.path + path, met);
  const second = at('2027-03-08T09:00:00Z');
  expect((await letIn(patch(second, { freeBusy: 'busy' }))).forced).toBe(false);
  const taken = await post('2027-03-08T09:00:00');
  expectOverlap(taken, calendar.path, [
    line(side(hour('2027-03-08'), false), side(hour('2027-03-08')), series),
  ]);
});

test('what follows a free series is decided when that becomes busy, also where the first occurrence was busy before', async () => {
  const { patch, post, calendar } = await mondays({ freeBusy: 'free' });
  await letIn(patch(at('2027-03-01T09:00:00Z'), { freeBusy: 'busy' }));
  expect((await post('2027-03-15T09:30:00')).status).toBe(201);
  expect((await patch('scope=all', { title: 'x' })).status).toBe(200);
  expect((await patch('scope=all', { freeBusy: 'busy' })).status).toBe(409);
  expect(await letIn(patch('scope=all&force=true', { freeBusy: 'busy' }))).toMatchObject({
    ...{ forced: true, freeBusy: 'busy' },
  });
  expect(await linesIn(calendar, '2027-03-01', '2027-03-02')).toEqual(['03-01 09:00 x']);
});

test('a new part is decided against the part that stays', async () => {
  const { patch, series, calendar, path } = await mondays();
  const back = { start: '2027-03-08T09:30:00Z' };
  const candidate: Span = [back.start, '2027-03-08T10:30:00Z'];
  const met = [line(side(candidate), side(hour('2027-03-08')), series)];
  const split = `scope=thisAndFuture&${third}`;
  expectOverlap(await patch(split, back), calendar.path + path, met);
  expect((await letIn(patch(split, { start: '2027-03-08T10:00:00Z' }))).forced).toBe(false);
  expect(await linesIn(calendar, '2027-03-01', '2027-03-17')).toEqual([
    ...['03-01 09:00', '03-08 09:00', '03-08 10:00', '03-15 10:00'].map(
      (start) => `${start} ${series.title}`,
    ),
  ]);
});

async function check({ ask }: CalendarAtHand, body: object): Promise<Json> {
  return letIn(ask('POST', '/check', body));
}

const free = ([start, end]: Span) => ({ start, end });

test('the next free time of a single entry goes around series', async () => {
  const { calendar, series, post } = await mondays();
  await letIn(post('2027-03-01T10:00:00', { ...daily, interval: 14 }));
  const wish = entry('2027-03-15T09:30:00', null);
  const around = await check(calendar, wish);
  expect([around.conflicts.length, around.nextFree]).toEqual([
    2,
    free(['2027-03-15T11:00:00Z', '2027-03-15T12:00:00Z']),
  ]);
  const without = await check(calendar, { ...wish, excludeEntryId: series.id });
  expect(without.conflicts).toHaveLength(1);
  await letIn(
    calendar.ask('POST', '?force=true', entry('2027-01-01T12:00:00', daily, { duration: 'P1D' })),
  );
  expect((await check(calendar, wish)).nextFree).toBe(null);
});

test('the next free time of a series: on the same local day, for all of it', async () => {
  const { calendar, post } = await mondays();
  await letIn(post('2027-03-29T10:15:00'));
  const wish = entry('2027-03-01T09:00:00', weekly);
  const { conflictFree, nextFree } = await check(calendar, wish);
  expect([conflictFree, nextFree]).toEqual([
    false,
    free(['2027-03-01T11:15:00Z', '2027-03-01T12:15:00Z']),
  ]);
  const found = await letIn(post(nextFree.start, weekly));
  expect(found.forced).toBe(false);
  const itself = entry('2027-03-01T13:00:00', weekly);
  expect(await check(calendar, itself)).toEqual({
    ...{ conflicts: [], conflictsTruncated: false, conflictFree: true },
    nextFree: free(['2027-03-01T13:00:00Z', '2027-03-01T14:00:00Z']),
  });
  await letIn(
    calendar.ask('POST', '?force=true', entry('2030-01-01T00:00:00', daily, { duration: 'P1D' })),
  );
  const nowhere = await check(calendar, wish);
  expect([nowhere.conflicts.length > 0, nowhere.nextFree]).toEqual([true, null]);
});

test('a check writes nothing', async () => {
  const { calendar } = await mondays();
  const before = await linesIn(calendar, '2027-01-01', '2028-01-01');
  await check(calendar, entry('2027-03-01T09:00:00', weekly));
  await check(calendar, entry('2027-03-01T12:00:00', weekly));
  expect(await linesIn(calendar, '2027-01-01', '2028-01-01')).toEqual(before);
});
