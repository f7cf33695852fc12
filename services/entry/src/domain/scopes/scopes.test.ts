import fc from 'fast-check';
import { seriesFrom } from '../../../test/oracle/arbitraries.ts';
import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule, OracleSeries } from '../../../test/oracle/occurrences.ts';
import {
  isOccurrence,
  nthOccurrence,
  occurrenceCount,
  occurrencesIn,
  type Series,
} from '../recurrence/series.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { changeAll } from './all.ts';
import type { Marks } from './marks.ts';
import { heldFields } from './this.ts';
import { endBefore, splitSeries } from './this-and-future.ts';

type Override = { occurrence: number; title: string };
type Case = { series: Series; marks: Marks<Override>; at: number; place: number };

/** A series of at least two occurrences, one of them chosen, some of its first forty overridden or excluded. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    of: seriesFrom(2019, 8) as fc.Arbitrary<OracleSeries & { rule: OracleRule }>,
    where: fc.constantFrom('early', 'late', 'last'),
    n: fc.integer({ min: 1, max: 40 }),
    overridden: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
    excluded: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
  })
  .map(({ of, where, n, overridden, excluded }) => {
    const series = compiled(of);
    const count = occurrenceCount(series);
    const place = where === 'last' ? count - 1 : Math.min(n, count - 1);
    const starts = (places: number[]) =>
      places.flatMap((i) => nthOccurrence(series, i)?.startMs ?? []);
    const at = starts([place])[0] as number;
    const gone = starts(excluded).filter((start) => start !== at);
    const overrides = starts(overridden)
      .filter((start) => !gone.includes(start))
      .map((occurrence) => ({ occurrence, title: `was ${occurrence}` }));
    return { series, marks: { overrides, exclusions: gone }, at, place };
  })
  .filter(({ place }) => place > 0);

const YEARS = 30 * 366 * DAY;
const startsOf = (series: Series, from: number) =>
  [...occurrencesIn(series, -Infinity, from + YEARS)].map(({ startMs }) => startMs);
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const named = (marks: readonly Override[]) => sorted(marks.map(({ occurrence }) => occurrence));

function onCases(numRuns: number, check: (of: Case) => void): void {
  fc.assert(fc.property(cases, check), { numRuns, seed: 11 });
}

test('a split without a change loses nothing and doubles nothing', () => {
  onCases(300, ({ series, marks, at, place }) => {
    const { stays, changed } = splitSeries(series, marks, at, {});
    const next = changed.series as Series;
    const both = [...startsOf(stays.series, series.startMs), ...startsOf(next, series.startMs)];
    expect(both).toEqual(startsOf(series, series.startMs));
    expect(occurrenceCount(stays.series)).toBe(place);
    expect(occurrenceCount(next)).toBe(occurrenceCount(series) - place);
    expect(named([...stays.overrides, ...changed.overrides])).toEqual(named(marks.overrides));
    const exclusions = [...stays.exclusions, ...changed.exclusions];
    expect(sorted(exclusions)).toEqual(sorted(marks.exclusions));
    expect(changed.dropped).toEqual({ overrides: 0, exclusions: 0 });
    expect(changed.overrides.every(({ occurrence, title }) => title === `was ${occurrence}`)).toBe(
      true,
    );
    const { count } = series.rule;
    if (count !== undefined) {
      expect((stays.series.rule.count as number) + (next.rule.count as number)).toBe(count);
    }
  });
});

test('a split that is split again keeps the phase of the rule', () => {
  onCases(150, ({ series, marks, at }) => {
    const next = splitSeries(series, marks, at, {}).changed.series as Series;
    const second = nthOccurrence(next, 1);
    if (!second) return;
    const third = splitSeries(next, { overrides: [], exclusions: [] }, second.startMs, {});
    const rest = startsOf(series, series.startMs).filter((start) => start >= second.startMs);
    expect(startsOf(third.changed.series as Series, series.startMs)).toEqual(rest);
  });
});

test('every mark is kept once or counted as dropped, whatever changes', () => {
  const changes = fc.record({
    hours: fc.integer({ min: -30, max: 30 }),
    weekly: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, changes, fc.boolean(), ({ series, marks, at }, { hours, weekly }, whole) => {
      const from = whole ? series.startMs : at;
      const startMs = from + hours * HOUR;
      const change = {
        start: { startMs, wallMs: series.zone.toLocal(startMs) },
        ...(weekly ? { rule: { frequency: 'weekly', interval: 1, skip: 'omit' } as const } : {}),
      };
      const later = {
        overrides: marks.overrides.filter(({ occurrence }) => occurrence >= from),
        exclusions: marks.exclusions.filter((start) => start >= from),
      };
      const changed = whole
        ? changeAll(series, marks, change)
        : splitSeries(series, marks, at, change).changed;
      const next = changed.series as Series;
      expect(changed.overrides.length + changed.dropped.overrides).toBe(later.overrides.length);
      expect(changed.exclusions.length + changed.dropped.exclusions).toBe(later.exclusions.length);
      const all = [...changed.exclusions, ...named(changed.overrides)];
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((start) => isOccurrence(next, start))).toBe(true);
      const own = later.overrides.find(({ occurrence }) => occurrence === from);
      if (own) expect(changed.overrides[0]).toEqual({ ...own, occurrence: next.startMs });
    }),
    { numRuns: 400, seed: 12 },
  );
});

test('a meeting moved by an hour keeps its holidays', () => {
  const series = compiled({
    ...{ start: '2027-03-01T09:00:00', timeZone: 'Europe/Berlin', days: 0, ms: HOUR },
    rule: { frequency: 'daily', interval: 1, skip: 'omit' },
  });
  const holiday = nthOccurrence(series, 40)?.startMs as number;
  const start = { startMs: series.startMs + HOUR, wallMs: series.wallMs + HOUR };
  const changed = changeAll(series, { overrides: [], exclusions: [holiday] }, { start });
  expect(changed.exclusions).toEqual([holiday + HOUR]);
  expect(changed.dropped).toEqual({ overrides: 0, exclusions: 0 });
});

test('monthly on the 31st, backward, split at 28 February, goes on as its rule did', () => {
  const series = compiled({
    ...{ start: '2027-01-31T09:00:00', timeZone: 'UTC', days: 0, ms: HOUR },
    rule: { frequency: 'monthly', interval: 1, skip: 'backward' },
  });
  const { stays, changed } = splitSeries(
    series,
    { overrides: [], exclusions: [] },
    Date.parse('2027-02-28T09:00:00Z'),
    {},
  );
  expect(stays.series.rule.untilMs).toBe(Date.parse('2027-02-27T23:59:59Z'));
  const next = startsOf(changed.series as Series, series.startMs).slice(0, 3);
  expect(next.map((start) => new Date(start).toISOString().slice(0, 10))).toEqual([
    ...['2027-02-28', '2027-03-31', '2027-04-30'],
  ]);
});

test('a count is divided, unless another is sent; a single entry takes its own override along', () => {
  const rule = { frequency: 'daily', interval: 1, skip: 'omit', count: 10 } as const;
  const series = compiled({
    ...{ start: '2027-01-01T09:00:00', timeZone: 'UTC', days: 0, ms: HOUR, rule },
  });
  const at = series.startMs + 4 * DAY;
  const own = { occurrence: at, title: 'own' };
  const marks = { overrides: [own], exclusions: [at + DAY] };
  const counts = (count: number) => {
    const { stays, changed } = splitSeries(series, marks, at, { rule: { ...rule, count } });
    return [stays.series.rule.count, changed.series?.rule.count];
  };
  expect([counts(10), counts(3)]).toEqual([
    [4, 6],
    [4, 3],
  ]);
  const { changed } = splitSeries(series, marks, at, { rule: null });
  expect(changed).toMatchObject({ series: null, own, dropped: { overrides: 0, exclusions: 1 } });
  expect(endBefore(series, marks, at + 2 * DAY)).toMatchObject(marks);
});

test('an override holds what was sent last and differed then', () => {
  const series = { title: 'a', location: null as string | null };
  const held = heldFields(series, {}, { title: 'b', location: null });
  expect(held).toEqual({ title: 'b' });
  expect(heldFields({ ...series, title: 'c' }, { title: 'b' }, {})).toEqual({ title: 'b' });
  expect(heldFields(series, { title: 'b' }, { title: 'a' })).toBeNull();
});
