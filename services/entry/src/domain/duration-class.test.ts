import { CLASS_MAX_MS, durationClass } from './duration-class.ts';
import { planSchedule } from './schedule.ts';
import { DAY, HOUR } from './time/civil.ts';

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
