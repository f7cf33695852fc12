import fc from 'fast-check';
import {
  CLASS_MAX_MS,
  conflictsOf,
  durationClass,
  firstCollision,
  MAX_CONFLICTS,
} from './overlap.ts';
import { planSchedule } from './schedule.ts';
import { DAY, HOUR } from './time/civil.ts';

const busy = (entryId: string, startMs: number, endMs: number) => ({
  ...{ entryId, startMs, endMs, occurrence: null, title: entryId },
});

test('a length belongs to the shortest class that holds it', () => {
  expect(
    [1000, 2 * HOUR, 2 * HOUR + 1, DAY, DAY + 1, 31 * DAY, 31 * DAY + 1].map(durationClass),
  ).toEqual([...[0, 0, 1, 1, 2, 2, 3]]);
  const longest = CLASS_MAX_MS[3];
  expect(durationClass(longest)).toBe(3);
  expect(() => durationClass(longest + 1)).toThrow();
});

test('the longest entry that a clock change can make has a class', () => {
  // Alaska lived a day of 1867 twice.
  const start = '1867-10-17T16:00:00';
  const schedule = planSchedule({ start, timeZone: 'America/Juneau', duration: 'P366D' });
  if ('faults' in schedule) throw new Error('bad example');
  const length = schedule.endMs - schedule.startMs;
  expect(length).toBe(367 * DAY);
  expect(durationClass(length)).toBe(3);
});

test('the first collision is the first second in which both are busy', () => {
  const interval = fc
    .record({ startMs: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 8 }) })
    .map(({ startMs, length }) => ({ startMs, endMs: startMs + length }));
  fc.assert(
    fc.property(interval, interval, (one, other) => {
      const covers = (at: number, of: typeof one) => of.startMs <= at && at < of.endMs;
      const all = Array.from({ length: 40 }, (_, at) => at);
      const both = all.find((at) => covers(at, one) && covers(at, other));
      expect(firstCollision(one, other)).toBe(both ?? null);
    }),
  );
});

test('entries that touch do not meet', () => {
  const found = conflictsOf({ startMs: 10, endMs: 20 }, [busy('a', 0, 10), busy('b', 20, 30)]);
  expect(found).toEqual({ conflicts: [], conflictsTruncated: false });
});

test('the earliest collision comes first, then the earlier start, then the id', () => {
  const rows = [
    busy('f', 19, 40),
    busy('e', 12, 13),
    busy('d', 10, 11),
    busy('c', 5, 11),
    busy('b', 5, 30),
    busy('a', 20, 21),
  ];
  const { conflicts, conflictsTruncated } = conflictsOf({ startMs: 10, endMs: 20 }, rows);
  expect(conflicts.map(({ existing }) => existing.entryId)).toEqual(['b', 'c', 'd', 'e', 'f']);
  expect(conflictsTruncated).toBe(false);
  expect(conflicts[0]).toEqual({
    candidate: { startMs: 10, endMs: 20, occurrence: null },
    existing: rows[4],
  });
});

test('more than twenty are cut, and said to be', () => {
  const rows = Array.from({ length: MAX_CONFLICTS + 1 }, (_, i) => busy(`e${i}`, i, i + 1));
  const all = conflictsOf({ startMs: 0, endMs: 100 }, rows);
  expect(all.conflicts).toHaveLength(MAX_CONFLICTS);
  expect(all.conflictsTruncated).toBe(true);
  expect(conflictsOf({ startMs: 1, endMs: 100 }, rows).conflictsTruncated).toBe(false);
});
