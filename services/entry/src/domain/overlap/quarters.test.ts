import fc from 'fast-check';
import { pairs } from '../../../test/oracle/arbitraries.ts';
import { busyTimes, type OracleEntry } from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import { planSchedule } from '../schedule.ts';
import { DAY } from '../time/civil.ts';
import {
  QUARTER,
  QUARTERS_OF_WEEK,
  type Quarters,
  quartersAhead,
  quartersOf,
  shareQuarters,
} from './quarters.ts';
import { seriesTimeline, singleTimeline } from './timeline.ts';

const YEARS = 3 * 366 * DAY;
const quarterOfWeek = (ms: number) => {
  const quarter = Math.floor(ms / QUARTER) % QUARTERS_OF_WEEK;
  return quarter < 0 ? quarter + QUARTERS_OF_WEEK : quarter;
};

/** Asked by an entry of a quarter: each for itself. */
const has = (quarters: Quarters, quarter: number) =>
  shareQuarters(quarters, quartersOf(singleTimeline(quarter * QUARTER, (quarter + 1) * QUARTER)));
const listed = (quarters: Quarters) =>
  Array.from({ length: QUARTERS_OF_WEEK }, (_, quarter) => quarter).filter((quarter) =>
    has(quarters, quarter),
  );

function touched(entry: OracleEntry): Set<number> {
  const from = Date.parse(`${entry.series.start}Z`);
  const found = new Set<number>();
  for (const { startMs, endMs } of busyTimes(entry, from + YEARS)) {
    const first = Math.floor(startMs / QUARTER) * QUARTER;
    for (let ms = first; ms < endMs && found.size < QUARTERS_OF_WEEK; ms += QUARTER) {
      found.add(quarterOfWeek(ms));
    }
  }
  return found;
}

test('no entry is ever busy outside of its quarters', () => {
  fc.assert(
    fc.property(pairs(2010, 20), ([entry]) => {
      const quarters = quartersOf(timeline(entry));
      expect([...touched(entry)].filter((quarter) => !has(quarters, quarter))).toEqual([]);
    }),
    { numRuns: 300, seed: 41 },
  );
});

function weekly(start: string, timeZone: string, duration: string): Quarters {
  const schedule = planSchedule({
    ...{ start, timeZone, duration },
    recurrence: { frequency: 'weekly' },
  });
  if ('faults' in schedule || !schedule.series) throw new Error('bad example');
  return quartersOf(seriesTimeline(schedule.series, []));
}

// Quarters count from Thursday: 2026-01-05 is a Monday, four days later.
test.each([
  ['2026-01-05T09:00:00', 'UTC', 'PT15M', [420]],
  ['2026-01-05T09:00:00', 'Europe/Berlin', 'PT15M', [412, 416]],
  ['2026-01-05T09:07:00', 'UTC', 'PT15M', [420, 421]],
  ['2026-01-07T23:45:00', 'UTC', 'PT30M', [0, 671]],
])('%s in %s for %s has the quarters %j', (start, timeZone, duration, expected) => {
  expect(listed(weekly(start, timeZone, duration))).toEqual(expected);
});

test('what touches shares no quarter, what is long has all', () => {
  expect(
    shareQuarters(
      weekly('2026-01-05T09:00:00', 'UTC', 'PT15M'),
      weekly('2026-01-05T09:15:00', 'UTC', 'PT15M'),
    ),
  ).toBe(false);
  expect(listed(weekly('2026-01-05T09:00:00', 'UTC', 'P7D'))).toHaveLength(QUARTERS_OF_WEEK);
  expect(listed(quartersOf({ moments: [], course: null }))).toEqual([]);
});

test('how far ahead the next is, around the end of the week too', () => {
  const ahead = quartersAhead(weekly('2026-01-07T23:30:00', 'UTC', 'PT30M'));
  expect(ahead.slice(668)).toEqual([2, 1, 0, 0]);
  expect(ahead.slice(0, 2)).toEqual([670, 669]);
  const none = quartersAhead(quartersOf({ moments: [], course: null }));
  expect(none).toEqual(Array(QUARTERS_OF_WEEK).fill(QUARTERS_OF_WEEK));
});

test('what meets begins no further before the next than it reaches', () => {
  const quarters = weekly('2026-01-07T22:00:00', 'UTC', 'PT20M');
  const ahead = quartersAhead(quarters);
  const fives = fc.integer({ min: -2016, max: 2016 });
  fc.assert(
    fc.property(fives, fc.integer({ min: 1, max: 36 }), (start, length) => {
      const startMs = (start * QUARTER) / 3;
      const endMs = startMs + (length * QUARTER) / 3;
      const reach = Math.floor((endMs - 1) / QUARTER) - Math.floor(startMs / QUARTER);
      const meets = shareQuarters(quarters, quartersOf(singleTimeline(startMs, endMs)));
      expect(meets).toBe((ahead[quarterOfWeek(startMs)] as number) <= reach);
    }),
  );
});
