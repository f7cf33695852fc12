// Each sentence of the contract about `thisAndFuture` that reckons with time.

import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import {
  nthOccurrence,
  occurrenceCount,
  occurrencesIn,
  type Series,
} from '../recurrence/series.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { formatInZone } from '../time/timestamp-text.ts';
import { endBefore, splitSeries } from './this-and-future.ts';

const made = (start: string, timeZone: string, rule: Partial<OracleRule> = {}) =>
  compiled({
    ...{ start, timeZone, days: 0, ms: HOUR },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule },
  });
const none = { overrides: [], exclusions: [] };
const nth = (series: Series, n: number) => nthOccurrence(series, n)?.startMs as number;
const shown = (series: Series, instantMs: number) => formatInZone(instantMs, series.zone);

describe('an endless series that is cut ends', () => {
  test.each([
    ['the day before', '2027-01-01T09:00:00', 'Europe/Berlin', 2, '2027-01-02T23:59:59+01:00'],
    [
      'before a gap at midnight',
      '2027-04-29T09:00:00',
      'Africa/Cairo',
      1,
      '2027-04-29T23:59:59+02:00',
    ],
    [
      'after an hour that came twice',
      '2027-10-28T09:00:00',
      'Africa/Cairo',
      1,
      '2027-10-28T23:59:59+02:00',
    ],
    [
      'before a date that was skipped',
      '2011-12-29T09:00:00',
      'Pacific/Apia',
      1,
      '2011-12-29T23:59:59-10:00',
    ],
    [
      'before a gap that began before midnight',
      '1919-03-30T09:00:00',
      'America/Toronto',
      1,
      '1919-03-30T23:29:59-05:00',
    ],
    [
      'with an occurrence that a gap moved past midnight',
      '1919-03-30T23:45:00',
      'America/Toronto',
      1,
      '1919-03-31T00:45:00-04:00',
    ],
  ])('%s', (_, start, timeZone, n, until) => {
    const series = made(start, timeZone);
    const { stays, changed } = splitSeries(series, none, nth(series, n), {});
    expect(shown(series, stays.series.rule.untilMs as number)).toBe(until);
    expect(occurrenceCount(stays.series)).toBe(n);
    expect(changed.series?.startMs).toBe(nth(series, n));
  });

  test('as does one with an until, whose later part keeps it', () => {
    const untilMs = Date.parse('2027-01-20T09:00:00Z');
    const series = made('2027-01-04T09:00:00', 'UTC', { frequency: 'weekly', untilMs });
    const { stays, changed } = splitSeries(series, none, nth(series, 2), {});
    expect(shown(series, stays.series.rule.untilMs as number)).toBe('2027-01-17T23:59:59Z');
    expect(changed.series?.rule.untilMs).toBe(untilMs);
  });

  test('but is not cut at its first', () => {
    const series = made('2027-01-01T09:00:00', 'UTC');
    expect(() => endBefore(series, none, series.startMs)).toThrow('first');
  });
});

test('of a count, excluded occurrences before the cut stay too', () => {
  const series = made('2027-01-01T09:00:00', 'UTC', { count: 10 });
  const marks = { overrides: [], exclusions: [nth(series, 1), nth(series, 2), nth(series, 6)] };
  const { stays, changed } = splitSeries(series, marks, nth(series, 4), {});
  expect([stays.series.rule.count, changed.series?.rule.count]).toEqual([4, 6]);
  expect([stays.exclusions.length, changed.exclusions.length]).toEqual([2, 1]);
});

test('what stays keeps the marks before the cut, and what begins there those from it on', () => {
  const series = made('2027-01-01T09:00:00', 'UTC');
  const at = [1, 2, 3].map((n) => ({ occurrence: nth(series, n) }));
  const [before, own, after] = at as [(typeof at)[0], (typeof at)[0], (typeof at)[0]];
  const marks = { overrides: at, exclusions: [] };
  const { stays, changed } = splitSeries(series, marks, own.occurrence, {});
  expect(stays.overrides).toEqual([before]);
  expect(changed.overrides).toEqual([own, after]);
});

test('the named occurrence is the first, whatever stood on its new day', () => {
  const series = made('2027-01-01T09:00:00', 'UTC');
  const [at, later, last] = [nth(series, 4), nth(series, 7), nth(series, 9)];
  const own = { occurrence: at, title: 'own' };
  const start = { startMs: later, wallMs: later };
  const split = (overrides: { occurrence: number }[], exclusions: number[]) =>
    splitSeries(series, { overrides, exclusions }, at, { start }).changed;
  expect(split([own], [later, last])).toMatchObject({
    overrides: [{ occurrence: later, title: 'own' }],
    exclusions: [last],
    dropped: { overrides: 0, exclusions: 1 },
  });
  expect(split([own, { occurrence: later }], [])).toMatchObject({
    overrides: [{ occurrence: later, title: 'own' }],
    dropped: { overrides: 1, exclusions: 0 },
  });
  expect(split([{ occurrence: later }], [])).toMatchObject({
    overrides: [],
    dropped: { overrides: 1, exclusions: 0 },
  });
  // On its own day too, where only the time changes and another's instant falls on it.
  const onTheHour = { start: { startMs: at + HOUR, wallMs: at + HOUR } };
  const kept = splitSeries(series, { overrides: [own], exclusions: [] }, at, onTheHour).changed;
  expect(kept.overrides).toEqual([{ occurrence: at + HOUR, title: 'own' }]);
});

test('a start on the day of another, in a zone far away, is taken by nobody else', () => {
  const series = made('2027-01-01T09:00:00', 'Pacific/Auckland');
  const [at, next] = [nth(series, 1), nth(series, 2)];
  const zone = made('2027-01-01T09:00:00', 'UTC').zone;
  // The date stays, and the instant is that of the next occurrence, which was excluded.
  const change = { zone, start: { startMs: next, wallMs: zone.toLocal(next) } };
  const { changed } = splitSeries(series, { overrides: [], exclusions: [next] }, at, change);
  expect(changed.moved).toBe(false);
  expect(changed.exclusions).toEqual([next + DAY]);
  expect([...occurrencesIn(changed.series as Series, next, next + 1)]).toHaveLength(1);
});
