import fc from 'fast-check';
import { rules } from '../../../test/oracle/arbitraries.ts';
import { busyTimes, firstOfBoth, type OracleEntry } from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { collisionOf } from './collision.ts';
import { singleTimeline } from './timeline.ts';

const entry = (
  start: string,
  rule: Partial<OracleRule>,
  timeZone = 'UTC',
  ms = HOUR,
): OracleEntry => ({
  series: {
    ...{ start, timeZone, days: 0, ms },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule },
  },
  changes: [],
});

const weekly = { frequency: 'weekly' } as const;
const monthly = { frequency: 'monthly' } as const;
const yearly = { frequency: 'yearly' } as const;

test.each<[string, OracleEntry, OracleEntry, string | null]>([
  [
    'a clock change alone',
    entry('2027-04-05T09:00:00', weekly, 'America/New_York'),
    entry('2027-04-05T14:30:00', weekly),
    '2027-11-08T14:30:00Z',
  ],
  [
    'every 89 and every 97 days',
    entry('2027-01-01T09:00:00', { interval: 89 }),
    entry('2027-01-09T09:00:00', { interval: 97 }),
    '2050-05-24T09:00:00Z',
  ],
  [
    'every 2 weeks, one week apart',
    entry('2027-01-05T09:00:00', { ...weekly, interval: 2 }),
    entry('2027-01-12T09:00:00', { ...weekly, interval: 2 }),
    null,
  ],
  [
    'every 3 days and the 31st',
    entry('2027-01-02T09:00:00', { interval: 3 }),
    entry('2027-01-31T09:00:00', monthly),
    '2027-07-31T09:00:00Z',
  ],
  [
    'Mondays and 29 February',
    entry('2027-01-04T09:00:00', weekly),
    entry('2028-02-29T09:00:00', yearly),
    '2044-02-29T09:00:00Z',
  ],
])('%s', (_, one, other, first) => {
  const found = collisionOf(timeline(one), timeline(other));
  expect(found?.atMs ?? null).toBe(first && Date.parse(first));
});

test('a single entry on a far occurrence of a series', () => {
  const series = timeline(entry('2027-01-01T09:00:00', {}));
  const at = Date.parse('2054-05-19T09:30:00Z');
  expect(collisionOf(series, singleTimeline(at, at + HOUR))?.atMs).toBe(at);
  expect(collisionOf(series, singleTimeline(at + HOUR, at + 2 * HOUR))).toBeNull();
});

test('never is never: a whole joint period of 200 random endless pairs is looked through', () => {
  const interval = fc.integer({ min: 1, max: 12 });
  const plain = fc.record({
    frequency: fc.constantFrom('daily', 'weekly') as fc.Arbitrary<'daily' | 'weekly'>,
    interval,
    start: fc.integer({ min: 0, max: 90 }),
    hour: fc.integer({ min: 8, max: 12 }),
    hours: fc.integer({ min: 1, max: 30 }),
  });
  let never = 0;
  const both = fc.sample(fc.tuple(plain, plain), { numRuns: 2_000, seed: 5 });
  for (const pair of both) {
    const [one, other] = pair.map(({ start, hour, hours, ...rule }) => {
      const wall = Temporal.PlainDateTime.from({ year: 2027, month: 1, day: 1, hour });
      return entry(
        wall.add({ days: start }).toString({ smallestUnit: 'second' }),
        rule,
        'UTC',
        hours * HOUR,
      );
    }) as [OracleEntry, OracleEntry];
    if (collisionOf(timeline(one), timeline(other))) continue;
    never += 1;
    // 7 * 12 * 11 days is the longest joint period.
    const until = Date.UTC(2027, 0, 1) + (90 + 930) * DAY;
    expect(firstOfBoth(busyTimes(one, until), busyTimes(other, until))).toBeNull();
    if (never === 200) break;
  }
  expect(never).toBe(200);
});

test('never is never: 400 years of months and years in UTC', () => {
  const calendar = rules.filter(
    ({ frequency, interval }) =>
      frequency.endsWith('ly') && frequency !== 'weekly' && interval === 1,
  );
  const both = fc.sample(fc.tuple(calendar, calendar), { numRuns: 150, seed: 6 });
  let never = 0;
  for (const [a, b] of both) {
    const [one, other] = [entry('2027-01-31T09:00:00', a), entry('2028-03-15T09:00:00', b)];
    if (collisionOf(timeline(one), timeline(other))) continue;
    never += 1;
    const [from, until] = [Date.UTC(2027, 0, 1), Date.UTC(2428, 6, 1)];
    expect(firstOfBoth(busyTimes(one, until, from), busyTimes(other, until, from))).toBeNull();
    if (never === 6) break;
  }
  expect(never).toBeGreaterThan(3);
}, 120_000);
