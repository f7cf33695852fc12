import fc from 'fast-check';
import { newEntry } from './entry.ts';
import {
  comparePlaces,
  type KeptSeries,
  keepSeries,
  occurrenceAt,
  occurrencesOf,
  type Place,
} from './kept-series.ts';
import { firstOccurrences, firstSeries } from './listing.ts';
import type { Override } from './override.ts';
import type { SentRule } from './recurrence/sent-rule.ts';
import { nthOccurrence, occurrencesIn, type Series } from './recurrence/series.ts';
import { planSchedule, type Schedule } from './schedule.ts';
import { DAY, HOUR } from './time/civil.ts';

const START = Date.UTC(2027, 0, 4, 9);

function planned(duration: string, recurrence: SentRule | null): Schedule {
  const start = '2027-01-04T09:00:00';
  const schedule = planSchedule({ start, timeZone: 'UTC', duration, recurrence });
  if ('faults' in schedule) throw new Error('bad example');
  return schedule;
}

const daily = (interval = 1, duration = 'PT1H') =>
  planned(duration, { frequency: 'daily', interval }).series as Series;

function kept(id: string, series: Series, overrides: Override[] = []): KeptSeries {
  const text = { title: id, description: null, location: null, busy: true };
  const names = { calendarId: '', id, ownerId: '' };
  const entry = newEntry(names, text, planned('PT1H', null), { tag: '', now: 0, tzdata: '' });
  return keepSeries(entry, series, overrides);
}

const changed = (occurrence: number, startMs: number | null): Override => ({
  ...{ occurrence, excluded: startMs === null, forced: null },
  held: startMs === null ? {} : { start: { startMs, wallMs: startMs } },
});

/** Some of the first twenty occurrences excluded or moved by hours, past their neighbours too. */
const overrides = fc
  .uniqueArray(
    fc.record({
      n: fc.integer({ min: 0, max: 19 }),
      hours: fc.option(fc.integer({ min: -60, max: 60 })),
    }),
    { selector: ({ n }) => n, maxLength: 8 },
  )
  .map((list) =>
    list.map(({ n, hours }) => {
      const occurrence = START + n * DAY;
      return changed(occurrence, hours === null ? null : occurrence + hours * HOUR);
    }),
  );

const windows = fc
  .record({ from: fc.integer({ min: -100, max: 500 }), hours: fc.integer({ min: 1, max: 300 }) })
  .map(({ from, hours }) => ({
    startMs: START + from * HOUR,
    endMs: START + (from + hours) * HOUR,
  }));

/** Every occurrence of the first sixty days by itself, put where it is, and sorted. */
function plainly(series: Series, written: readonly Override[]) {
  const all = Array.from({ length: 60 }, (_, n) => START + n * DAY).flatMap((occurrence) => {
    const own = written.find((override) => override.occurrence === occurrence);
    if (own?.excluded) return [];
    const startMs = own?.held.start?.startMs ?? occurrence;
    return [
      { startMs, endMs: startMs + series.duration.ms + series.duration.days * DAY, occurrence },
    ];
  });
  return all.sort((a, b) => a.startMs - b.startMs || a.occurrence - b.occurrence);
}

test('the occurrences of a window are those that have any time in it, in order', () => {
  fc.assert(
    fc.property(
      overrides,
      windows,
      fc.constantFrom('PT1H', 'P2DT1H'),
      (written, window, length) => {
        const series = daily(1, length);
        const found = [...occurrencesOf(kept('a', series, written), window)];
        const expected = plainly(series, written).filter(
          ({ startMs, endMs }) => startMs < window.endMs && endMs > window.startMs,
        );
        expect(found.map(({ override: _, ...at }) => at)).toEqual(expected);
        expect(
          found.every(
            ({ override, occurrence }) => (override?.occurrence ?? occurrence) === occurrence,
          ),
        ).toBe(true);
      },
    ),
    { numRuns: 500, seed: 51 },
  );
});

test('pages of several series follow each other without gap or doubling', () => {
  fc.assert(
    fc.property(
      overrides,
      overrides,
      windows,
      fc.integer({ min: 1, max: 5 }),
      (one, other, window, limit) => {
        const series = [kept('b', daily(), one), kept('a', daily(), other), kept('c', daily(3))];
        const whole = firstOccurrences(series, window, null, 1_000).map(({ place }) => place);
        expect(whole).toEqual([...whole].sort(comparePlaces));
        expect(whole).toHaveLength(
          series.reduce((sum, of) => sum + [...occurrencesOf(of, window)].length, 0),
        );
        const paged: Place[] = [];
        for (let after: Place | null = null; ; ) {
          const page: Place[] = firstOccurrences(series, window, after, limit).map(
            ({ place }) => place,
          );
          paged.push(...page);
          after = page.at(-1) ?? null;
          if (page.length < limit) break;
        }
        expect(paged).toEqual(whole);
      },
    ),
    { numRuns: 300, seed: 52 },
  );
});

test('series themselves are listed by their start and id where they have an occurrence in the window', () => {
  const late = { startMs: START + 10 * DAY, endMs: START + 11 * DAY };
  const gone = kept('a', daily(), [
    changed(START + 10 * DAY, null),
    changed(START + 11 * DAY, null),
  ]);
  const series = [kept('c', daily()), kept('b', daily(7)), gone, kept('d', daily(2))];
  const ids = firstSeries(series, late, null, 9).map(({ of }) => of.entry.id);
  expect(ids).toEqual(['c', 'd']);
  const after = { startMs: START, id: 'c', occurrence: START };
  expect(firstSeries(series, late, after, 9).map(({ of }) => of.entry.id)).toEqual(['d']);
  expect(firstSeries(series, late, null, 1)).toHaveLength(1);
});

test('an occurrence is named by its original start, wherever it is now', () => {
  const moved = changed(START + DAY, START + 5 * DAY);
  const of = kept('a', daily(), [moved, changed(START + 2 * DAY, null)]);
  expect(occurrenceAt(of, START + DAY)).toEqual({
    ...{ startMs: START + 5 * DAY, endMs: START + 5 * DAY + HOUR, occurrence: START + DAY },
    override: moved,
  });
  expect(occurrenceAt(of, START + 2 * DAY)).toBe(null);
  expect(occurrenceAt(of, START + HOUR)).toBe(null);
  expect(occurrenceAt(of, START + 3 * DAY)).toMatchObject({
    startMs: START + 3 * DAY,
    override: null,
  });
});

test('an override whose occurrence other zone data moved away is left out', () => {
  const series = daily();
  const of = kept('a', series, [changed(START + DAY + HOUR, START)]);
  const window = { startMs: START, endMs: START + 3 * DAY };
  expect([...occurrencesOf(of, window)].map(({ startMs }) => startMs)).toEqual(
    [...occurrencesIn(series, window.startMs, window.endMs)].map(({ startMs }) => startMs),
  );
  expect(nthOccurrence(of.series, 1)?.startMs).toBe(START + DAY);
});
