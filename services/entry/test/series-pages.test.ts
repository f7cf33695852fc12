// GET /calendars/:calendarId/entries over series: pages through any width of window, and the clock changes in it.
import { api } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';
import { at, daily, entry, letIn, seriesIn, weekly } from './series-at-hand.ts';

let me: Somebody;
let calendar: CalendarAtHand;
beforeAll(async () => {
  me = await somebody(api(mainSystem().baseUrl));
});
beforeEach(async () => {
  calendar = await newCalendar(me, 'UTC');
});

const ever = '?start=0001-01-01T00:00:00Z&end=9999-12-31T23:59:59Z';

test('a page of an endless series is a page, from any year on', async () => {
  await seriesIn(calendar, entry('2027-03-01T09:00:00', daily));
  const starts = async (query: string) =>
    (await letIn(calendar.ask('GET', query))).items.map(({ start }: { start: string }) => start);
  expect(await starts(`${ever}&limit=2`)).toEqual(['2027-03-01T09:00:00Z', '2027-03-02T09:00:00Z']);
  const late = '?start=9000-02-28T09:59:59Z&end=9999-12-31T23:59:59Z&limit=2';
  expect(await starts(late)).toEqual(['9000-02-28T09:00:00Z', '9000-03-01T09:00:00Z']);
  const last = '?start=9999-12-29T00:00:00Z&end=9999-12-31T23:59:59Z&limit=9';
  expect(await starts(last)).toEqual(['9999-12-29T09:00:00Z', '9999-12-30T09:00:00Z']);
});

test('pages of series and single entries hold each line once, in one order, whatever the size of a page', async () => {
  const series = await seriesIn(calendar, entry('2027-03-01T09:00:00', { ...daily, count: 9 }));
  await seriesIn(
    calendar,
    entry('2027-02-28T09:30:00', { ...daily, count: 9 }, { freeBusy: 'free' }),
  );
  await letIn(calendar.ask('POST', '?force=true', entry('2027-03-04T09:30:00', null)));
  // Moved onto the start of the next one: the original start tells them apart.
  await letIn(
    series.patch(`${at('2027-03-02T09:00:00Z')}&force=true`, { start: '2027-03-03T09:00:00Z' }),
  );
  const whole = (await letIn(calendar.ask('GET', ever))).items;
  expect(whole).toHaveLength(19);
  const names = whole.map(
    (item: Record<string, string>) => `${item.start} ${item.id} ${item.occurrence ?? item.start}`,
  );
  expect(names).toEqual([...names].sort());
  for (const limit of [1, 2, 7, 18, 19]) {
    const paged = [];
    for (let cursor = ''; ; ) {
      const page = await letIn(calendar.ask('GET', `${ever}&limit=${limit}${cursor}`));
      expect(page.items.length).toBeLessThanOrEqual(limit);
      paged.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged).toEqual(whole);
  }
});

test('expand=false gives each entry with an occurrence in the window once, by its own start', async () => {
  const late = (await seriesIn(calendar, entry('2027-03-02T09:00:00', daily))).series;
  const early = (await seriesIn(calendar, entry('2027-03-01T11:00:00', weekly))).series;
  const ended = await seriesIn(calendar, entry('2027-02-01T09:00:00', { ...daily, count: 2 }));
  const single = await letIn(calendar.ask('POST', '', entry('2027-03-08T12:00:00', null)));
  const window = '?start=2027-03-08T00:00:00Z&end=2027-03-09T00:00:00Z&expand=false';
  const { items } = await letIn(calendar.ask('GET', window));
  expect(items).toEqual([early, late, single]);
  const first = await letIn(calendar.ask('GET', `${window}&limit=2`));
  const rest = await letIn(calendar.ask('GET', `${window}&limit=2&cursor=${first.nextCursor}`));
  expect([...first.items, ...rest.items]).toEqual(items);
  expect(rest.nextCursor).toBe(null);
  const expanded = window.replace('&expand=false', '');
  expect(faultsOf(await calendar.ask('GET', `${expanded}&cursor=${first.nextCursor}`))).toEqual([
    'cursor',
  ]);

  // A moved occurrence is where it was moved to.
  await letIn(ended.patch(at('2027-02-02T09:00:00Z'), { start: '2027-03-08T15:00:00Z' }));
  const ids = (await letIn(calendar.ask('GET', window))).items.map(({ id }: { id: string }) => id);
  expect(ids).toEqual([ended.series.id, early.id, late.id, single.id]);
});

test("a list's entity tag moves with what is written about one occurrence", async () => {
  const { patch } = await seriesIn(calendar, entry('2027-03-01T09:00:00', daily));
  const week = '?start=2027-03-01T00:00:00Z&end=2027-03-08T00:00:00Z';
  const before = etagOf(await calendar.ask('GET', week));
  const unchanged = await calendar.ask('GET', week, undefined, { 'if-none-match': before });
  expect(unchanged.status).toBe(304);
  await letIn(patch(at('2027-03-02T09:00:00Z'), { title: 'x' }));
  expect(etagOf(await calendar.ask('GET', week))).not.toBe(before);
});

test('long texts of a series and of its occurrences are shown in lists', async () => {
  const texts = { description: 'd'.repeat(8192), location: 'l' };
  const { patch } = await seriesIn(calendar, {
    ...entry('2027-03-01T09:00:00', { ...daily, count: 3 }),
    ...texts,
  });
  await letIn(patch(at('2027-03-02T09:00:00Z'), { description: null, location: 'm' }));
  const { items } = await letIn(calendar.ask('GET', ever));
  expect(
    items.map(({ description, location, overridden }: Record<string, unknown>) => [
      description,
      location,
      overridden,
    ]),
  ).toEqual([
    [texts.description, 'l', false],
    [null, 'm', true],
    [texts.description, 'l', false],
  ]);
});

test('a daily series of days tiles through the clock changes, and what lies in one is shown moved', async () => {
  const zone = { timeZone: 'Europe/Berlin' };
  const days = await seriesIn(
    calendar,
    entry('2027-03-26T00:00:00', daily, { ...zone, duration: 'P1D' }),
  );
  expect(days.series.forced).toBe(false);
  const nights = entry('2027-03-26T02:30:00', daily, {
    ...zone,
    duration: 'PT30M',
    freeBusy: 'free',
  });
  const { series, put } = await seriesIn(calendar, nights);
  const march = '?start=2027-03-26T00:00:00Z&end=2027-03-30T00:00:00Z';
  const { items } = await letIn(calendar.ask('GET', march));
  const spans = (id: string) =>
    items
      .filter((item: { id: string }) => item.id === id)
      .map(({ start, end }: Record<string, string>) => `${start} ${end}`);
  expect(spans(days.series.id).slice(1, 4)).toEqual([
    '2027-03-27T00:00:00+01:00 2027-03-28T00:00:00+01:00',
    '2027-03-28T00:00:00+01:00 2027-03-29T00:00:00+02:00',
    '2027-03-29T00:00:00+02:00 2027-03-30T00:00:00+02:00',
  ]);
  expect(spans(series.id)[2]).toBe('2027-03-28T03:30:00+02:00 2027-03-28T04:00:00+02:00');
  // Begun in the gap, shown moved, sent back as shown: it goes on at its own hour.
  const gap = await seriesIn(calendar, { ...nights, start: '2027-03-28T02:30:00' });
  expect(gap.series.start).toBe('2027-03-28T03:30:00+02:00');
  expect(await letIn(gap.put('scope=all', gap.series))).toEqual(gap.series);
  expect(await letIn(put('scope=all', series))).toEqual(series);
  const next = await gap.read(`?${at('2027-03-29T02:30:00+02:00')}`);
  expect(next.body.start).toBe('2027-03-29T02:30:00+02:00');
});
