import fc from 'fast-check';
import { pairs } from '../../../test/oracle/arbitraries.ts';
import { busyTimes, type OracleEntry } from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import { planSchedule } from '../schedule.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { type Hours, hoursOf, shareHours, startHours } from './hours.ts';
import { seriesTimeline, singleTimeline } from './timeline.ts';

const YEARS = 3 * 366 * DAY;
const week = 7 * DAY;
const hourOfWeek = (ms: number) => Math.floor((((ms % week) + week) % week) / HOUR);

/** Asked by an entry of one hour: each hour of the week for itself. */
const has = (hours: Hours, hour: number) =>
  shareHours(hours, hoursOf(singleTimeline(hour * HOUR, (hour + 1) * HOUR)));
const listed = (hours: Hours) =>
  Array.from({ length: 168 }, (_, hour) => hour).filter((hour) => has(hours, hour));

function touched(entry: OracleEntry): Set<number> {
  const from = Date.parse(`${entry.series.start}Z`);
  const found = new Set<number>();
  for (const { startMs, endMs } of busyTimes(entry, from + YEARS)) {
    for (let ms = startMs; ms < endMs && found.size < 168; ms += 15 * 60_000) {
      found.add(hourOfWeek(ms));
    }
  }
  return found;
}

test('no entry is ever busy outside of its hours', () => {
  fc.assert(
    fc.property(pairs(2010, 20), ([entry]) => {
      const hours = hoursOf(timeline(entry));
      expect([...touched(entry)].filter((hour) => !has(hours, hour))).toEqual([]);
    }),
    { numRuns: 300, seed: 41 },
  );
});

function weekly(start: string, timeZone: string, duration: string): Hours {
  const schedule = planSchedule({
    ...{ start, timeZone, duration },
    recurrence: { frequency: 'weekly' },
  });
  if ('faults' in schedule || !schedule.series) throw new Error('bad example');
  return hoursOf(seriesTimeline(schedule.series, []));
}

// Hours count from Thursday: 2026-01-05 is a Monday, four days later.
test.each([
  ['2026-01-05T09:00:00', 'UTC', 'PT1H', [105]],
  ['2026-01-05T09:00:00', 'Europe/Berlin', 'PT1H', [103, 104]],
  ['2026-01-05T09:30:00', 'UTC', 'PT1H', [105, 106]],
  ['2026-01-07T23:00:00', 'UTC', 'PT2H', [0, 167]],
])('%s in %s for %s has the hours %j', (start, timeZone, duration, expected) => {
  expect(listed(weekly(start, timeZone, duration))).toEqual(expected);
});

test('what touches shares no hour, what is long has all', () => {
  expect(
    shareHours(
      weekly('2026-01-05T09:00:00', 'UTC', 'PT1H'),
      weekly('2026-01-05T10:00:00', 'UTC', 'PT1H'),
    ),
  ).toBe(false);
  expect(listed(weekly('2026-01-05T09:00:00', 'UTC', 'P7D'))).toHaveLength(168);
  expect(listed(hoursOf({ moments: [], course: null }))).toEqual([]);
});

test('whatever lasts no longer and touches an hour begins in one of the hours told', () => {
  const hours = weekly('2026-01-07T22:00:00', 'UTC', 'PT1H');
  const told = startHours(hours, 2 * HOUR);
  expect(told).toHaveLength(168);
  const quarters = fc.integer({ min: -672, max: 672 });
  fc.assert(
    fc.property(quarters, fc.integer({ min: 1, max: 8 }), (start, length) => {
      const startMs = (start * HOUR) / 4;
      const meets = shareHours(
        hours,
        hoursOf(singleTimeline(startMs, startMs + (length * HOUR) / 4)),
      );
      if (meets) expect(told[hourOfWeek(startMs)]).toBe('1');
    }),
  );
  expect([...told].filter((mark) => mark === '1')).toHaveLength(3);
  expect(startHours(hours, 400 * DAY)).toBe('1'.repeat(168));
});
