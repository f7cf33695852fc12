// "Never" held a second way: the oracle writes down every occurrence until everything has come round once, and none may meet.

import fc from 'fast-check';
import { rules } from '../../../test/oracle/arbitraries.ts';
import { busyTimes, firstOfBoth, type OracleEntry } from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import { instantOf, plainAt } from '../../../test/oracle/instants.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { collisionOf } from './collision.ts';

type Pair = [OracleEntry, OracleEntry];

const entry = (startMs: number, rule: OracleRule, timeZone: string, ms: number): OracleEntry => {
  const start = plainAt(startMs).toString({ smallestUnit: 'second' });
  return { series: { start, timeZone, days: 0, ms, rule }, changes: [] };
};

/** Looks through the first so many random pairs that are said never to meet. */
function neverMeet(pairs: fc.Arbitrary<Pair>, count: number, untilMs: number): void {
  let never = 0;
  for (const [one, other] of fc.sample(pairs, { numRuns: 20 * count, seed: 5 })) {
    if (collisionOf(timeline(one), timeline(other))) continue;
    expect(firstOfBoth(busyTimes(one, untilMs), busyTimes(other, untilMs))).toBeNull();
    never += 1;
    if (never === count) return;
  }
  throw new Error(`only ${never} of the pairs never meet`);
}

const FIRST = Date.UTC(2027, 0, 1);

test('never is never: a whole joint period of 200 random pairs of days and weeks in UTC', () => {
  const plain = fc
    .record({
      frequency: fc.constantFrom('daily', 'weekly'),
      interval: fc.integer({ min: 1, max: 12 }),
      start: fc.integer({ min: 0, max: 90 }),
      hour: fc.integer({ min: 8, max: 12 }),
      hours: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ start, hour, hours, ...rule }) =>
      entry(FIRST + start * DAY + hour * HOUR, { ...rule, skip: 'omit' }, 'UTC', hours * HOUR),
    );
  // 7 * 12 * 11 days is the longest joint period.
  neverMeet(fc.tuple(plain, plain), 200, FIRST + (90 + 930) * DAY);
});

test('never is never: 400 years of 30 random pairs of months and years in UTC', () => {
  const calendar = rules.filter(
    ({ frequency, interval }) =>
      (frequency === 'monthly' || frequency === 'yearly') && interval === 1,
  );
  const both = fc
    .tuple(calendar, calendar)
    .map(
      ([a, b]): Pair => [
        entry(Date.UTC(2027, 0, 31, 9), a, 'UTC', HOUR),
        entry(Date.UTC(2028, 2, 15, 9), b, 'UTC', HOUR),
      ],
    );
  neverMeet(both, 30, Date.UTC(2428, 6, 1));
}, 120_000);

const TUESDAY = Date.UTC(2027, 0, 5);
const partOfTheYear = fc.constantFrom([12, 1, 2], [6, 7, 8], [4, 5, 9]);
const daily = { frequency: fc.constant('daily'), interval: fc.constantFrom(1, 7, 9, 21, 27, 63) };
const weekly = { frequency: fc.constant('weekly'), interval: fc.constantFrom(1, 1, 3, 9) };

/** Rules that come round in 400 years, which are 146,097 = 3 * 3 * 3 * 7 * 773 days. */
const cyclic = fc
  .oneof(
    fc.record({ ...daily, byMonth: partOfTheYear }),
    fc.record(weekly),
    fc.record({ ...weekly, byMonth: partOfTheYear }),
    fc.record({ ...weekly, byMonth: partOfTheYear }),
    fc.record({
      frequency: fc.constant('monthly'),
      interval: fc.constantFrom(1, 2, 3),
      byDay: fc.constantFrom([{ day: 'tu', nthOfPeriod: -1 }], [{ day: 'tu' }]),
    }),
  )
  .map((rule) => ({ ...rule, skip: 'omit' }) as OracleRule);

const CHANGING = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Beirut'],
  ...['America/Santiago', 'Australia/Sydney', 'Pacific/Chatham', 'Antarctica/Troll'],
  ...['America/St_Johns', 'Europe/Dublin', 'America/Havana', 'UTC'],
];

test('never is never: 200 random pairs in two zones, until their clock changes have come round', () => {
  const near = fc
    .record({
      zones: fc.uniqueArray(fc.constantFrom(...CHANGING), { minLength: 2, maxLength: 2 }),
      rules: fc.tuple(cyclic, cyclic),
      quarters: fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 12 })),
      length: fc.integer({ min: 1, max: 12 }),
      week: fc.integer({ min: 0, max: 51 }),
      before: fc.boolean(),
      apart: fc.constantFrom(0, 0, 0, HOUR / 2, HOUR),
    })
    .map(({ zones, rules: [a, b], quarters, length, week, before, apart }): Pair => {
      const [one, other] = zones as [string, string];
      const [ms, lengthMs] = [(quarters[1] * HOUR) / 4, (length * HOUR) / 4];
      const wall = TUESDAY + week * 7 * DAY + (quarters[0] * HOUR) / 4;
      // One ends when the other begins, or so long before as a clock change may bridge.
      const touching = before ? -lengthMs - apart : ms + apart;
      const startMs = instantOf(one, wall) + touching;
      const wallOfOther = startMs + offsetOf(other, startMs);
      return [entry(wall, a, one, ms), entry(wallOfOther, b, other, lengthMs)];
    });
  neverMeet(near, 200, Date.UTC(2501, 0, 1));
}, 120_000);

function offsetOf(timeZone: string, instantMs: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
  return at.offsetNanoseconds / 1e6;
}
