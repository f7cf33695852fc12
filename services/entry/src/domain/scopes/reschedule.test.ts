// Which start and which phase a series has after a change, sentence by sentence.

import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import type { Rule } from '../recurrence/rule.ts';
import { nthOccurrence, type Series } from '../recurrence/series.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { formatInZone } from '../time/timestamp-text.ts';
import { storedZone } from '../time/zone.ts';
import { changeAll } from './all.ts';
import type { ScheduleChange } from './reschedule.ts';
import { splitSeries } from './this-and-future.ts';

const made = (start: string, timeZone: string, rule: Partial<OracleRule>, second = false) =>
  compiled({
    ...{ start, second, timeZone, days: 0, ms: HOUR },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule },
  });
const none = { overrides: [], exclusions: [] };

/** The first occurrences after the change, as they are shown. */
const firstOf = (series: Series | null, count = 3) =>
  Array.from({ length: count }, (_, n) => nthOccurrence(series as Series, n)).map((one) =>
    one ? formatInZone(one.startMs, (series as Series).zone).slice(0, 16) : null,
  );
const at = (text: string) => ({ startMs: Date.parse(`${text}Z`), wallMs: Date.parse(`${text}Z`) });

describe('monthly on the 31st, backward, from 28 February on', () => {
  const monthly = { frequency: 'monthly', skip: 'backward' } as const;
  const series = made('2027-01-31T09:00:00', 'UTC', monthly);
  const february = nthOccurrence(series, 1)?.startMs as number;
  const rule: Rule = series.rule;
  const counted = ['2027-02-28T09:00', '2027-03-31T09:00', '2027-04-30T09:00'];
  const anew = ['2027-02-28T09:00', '2027-03-28T09:00', '2027-04-28T09:00'];

  test.each<[string, ScheduleChange, string[]]>([
    ['nothing', {}, counted],
    ['the rule as shown', { rule: { ...rule } }, counted],
    ['a count', { rule: { ...rule, count: 5 } }, counted],
    ['an until', { rule: { ...rule, untilMs: february + 365 * DAY } }, counted],
    [
      'another time of day',
      { start: at('2027-02-28T10:30:00') },
      ['2027-02-28T10:30', '2027-03-31T10:30', '2027-04-30T10:30'],
    ],
    [
      'a zone in which the date stays',
      { zone: storedZone('Asia/Tokyo') },
      ['2027-02-28T18:00', '2027-03-31T18:00', '2027-04-30T18:00'],
    ],
    [
      'another date',
      { start: at('2027-03-01T09:00:00') },
      ['2027-03-01T09:00', '2027-04-01T09:00', '2027-05-01T09:00'],
    ],
    ['skip', { rule: { ...rule, skip: 'forward' } }, anew],
    [
      'interval',
      { rule: { ...rule, interval: 2 } },
      ['2027-02-28T09:00', '2027-04-28T09:00', '2027-06-28T09:00'],
    ],
    ['byMonth', { rule: { ...rule, byMonth: [2, 3, 4] } }, anew],
    [
      'frequency',
      { rule: { ...rule, frequency: 'yearly' } },
      ['2027-02-28T09:00', '2028-02-28T09:00', '2029-02-28T09:00'],
    ],
  ])('%s', (_, change, dates) => {
    const { changed } = splitSeries(series, none, february, change);
    expect(firstOf(changed.series)).toEqual(dates);
  });

  test('a zone in which the date is another, of all', () => {
    const late = made('2027-01-31T23:00:00', 'UTC', monthly);
    const changed = changeAll(late, none, { zone: storedZone('Europe/Berlin') });
    expect(changed.moved).toBe(true);
    expect(firstOf(changed.series)).toEqual([
      ...['2027-02-01T00:00', '2027-03-01T00:00', '2027-04-01T00:00'],
    ]);
  });
});

test.each<[string, Partial<Rule>, string[]]>([
  ['byDay', { byDay: [{ day: 'mo' }, { day: 'we' }] }, ['2027-01-11', '2027-01-13', '2027-01-25']],
  ['nothing', {}, ['2027-01-11', '2027-01-17', '2027-01-25']],
])('every other week from a Sunday, cut at the Monday: %s', (_, part, dates) => {
  // Weeks begin on Monday, so the start is in the week before.
  const byDay = [{ day: 'mo' }, { day: 'su' }];
  const series = made('2027-01-03T09:00:00', 'UTC', { frequency: 'weekly', interval: 2, byDay });
  const monday = nthOccurrence(series, 1)?.startMs as number;
  const rule = { ...series.rule, ...part } as Rule;
  const { changed } = splitSeries(series, none, monday, { rule });
  expect(firstOf(changed.series).map((text) => text?.slice(0, 10))).toEqual(dates);
});

describe('a start equal to the one shown', () => {
  const gap = made('2027-03-28T02:30:00', 'Europe/Berlin', {});
  const nights = ['2027-03-28T03:30', '2027-03-29T02:30', '2027-03-30T02:30'];

  test('changes nothing, whatever wall clock is behind it', () => {
    const start = { startMs: gap.startMs, wallMs: gap.wallMs + HOUR };
    expect(firstOf(changeAll(gap, none, { start }).series)).toEqual(nights);
    const before = made('2027-03-27T02:30:00', 'Europe/Berlin', {});
    const { changed } = splitSeries(before, none, gap.startMs, { start });
    expect(firstOf(changed.series)).toEqual(nights);
  });

  test('of the entry begins a later part at its own occurrence', () => {
    const series = made('2027-01-01T09:00:00', 'UTC', {});
    const later = series.startMs + 4 * DAY;
    const { changed } = splitSeries(series, none, later, { start: at('2027-01-01T09:00:00') });
    expect([changed.start.startMs, changed.moved]).toEqual([later, false]);
  });

  test('that comes twice stays the second', () => {
    const second = made('2027-10-31T02:30:00', 'Europe/Berlin', {}, true);
    const start = { startMs: second.startMs, wallMs: second.wallMs };
    for (const change of [{}, { start }]) {
      expect(changeAll(second, none, change).series?.startMs).toBe(second.startMs);
    }
  });

  test('keeps its instant in another zone', () => {
    const zone = storedZone('America/New_York');
    const { start, series } = changeAll(gap, none, { zone });
    expect(start).toEqual({ startMs: gap.startMs, wallMs: zone.toLocal(gap.startMs) });
    expect(firstOf(series)).toEqual(['2027-03-27T21:30', '2027-03-28T21:30', '2027-03-29T21:30']);
  });
});
