// Random rules, series and zones for the property tests; every one is let in by the contract, or nearly.

import fc from 'fast-check';
import type { OracleEntry } from './collisions.ts';
import type { OracleRule, OracleSeries } from './occurrences.ts';

/** Both hemispheres, half-hour changes and offsets, gaps at midnight, no changes at all, changed laws, a skipped date. */
export const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Beirut'],
  ...['America/Santiago', 'Australia/Sydney', 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC'],
  ...['America/Sao_Paulo', 'Africa/Casablanca', 'Pacific/Apia', 'America/St_Johns', 'Asia/Tehran'],
  ...['Antarctica/Troll', 'Pacific/Chatham', 'Europe/Dublin', 'America/Caracas', 'Asia/Tokyo'],
];

const DAY_NAMES = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

const some = <T>(of: readonly T[], max: number) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: max });
const maybe = <T>(value: fc.Arbitrary<T>, freq = 1) => fc.option(value, { nil: undefined, freq });
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const interval = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1000 }) },
);
const skip = fc.constantFrom('omit', 'backward', 'forward') as fc.Arbitrary<OracleRule['skip']>;
const byMonth = some(range(1, 12), 4);
const monthDays = some([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -15, -29, -30, -31], 4);
const plainDays = some(DAY_NAMES, 4).map((days) => days.map((day) => ({ day })));

const nthDays = (max: number) =>
  fc.uniqueArray(
    fc.record({
      day: fc.constantFrom(...DAY_NAMES),
      nthOfPeriod: maybe(fc.constantFrom(...range(-max, -1), ...range(1, max)), 4),
    }),
    { minLength: 1, maxLength: 3, selector: (d) => `${d.day}${d.nthOfPeriod}` },
  );

const daily = fc.record({
  frequency: fc.constant('daily'),
  interval,
  byDay: maybe(plainDays),
  byMonthDay: maybe(monthDays),
  byMonth: maybe(byMonth),
  skip: fc.constant('omit'),
});
const weekly = fc.record({
  frequency: fc.constant('weekly'),
  interval,
  byDay: maybe(plainDays, 2),
  byMonth: maybe(byMonth),
  skip: fc.constant('omit'),
});
const monthly = fc.record({
  frequency: fc.constant('monthly'),
  interval,
  byDay: maybe(nthDays(5)),
  byMonthDay: maybe(monthDays, 2),
  byMonth: maybe(byMonth),
  skip,
});
const yearlyByMonth = fc.record({
  frequency: fc.constant('yearly'),
  interval: fc.integer({ min: 1, max: 5 }),
  byDay: maybe(nthDays(5)),
  byMonthDay: maybe(monthDays, 2),
  byMonth,
  skip,
});
const yearly = fc.record({
  frequency: fc.constant('yearly'),
  interval: fc.integer({ min: 1, max: 5 }),
  byDay: maybe(nthDays(53)),
  skip,
});

/** Without the lists that are not there, as JSON would have it. */
const bare = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;

export const rules = fc
  .oneof(
    { weight: 3, arbitrary: daily },
    { weight: 4, arbitrary: weekly },
    { weight: 3, arbitrary: monthly },
    { weight: 1, arbitrary: yearlyByMonth },
    { weight: 1, arbitrary: yearly },
  )
  .map((rule) => {
    const byDay = 'byDay' in rule ? rule.byDay?.map(bare) : undefined;
    return bare({ ...rule, byDay }) as unknown as OracleRule;
  });

/** From minutes to weeks. */
const lengths = fc.oneof(
  fc.record({ days: fc.constant(0), ms: fc.integer({ min: 1, max: 40 }).map((n) => n * 900_000) }),
  fc.record({
    days: fc.integer({ min: 1, max: 3 }),
    ms: fc.integer({ min: 0, max: 3 }).map((n) => n * 1_800_000),
  }),
  fc.record({ days: fc.integer({ min: 1, max: 30 }), ms: fc.constant(0) }),
  fc.record({
    days: fc.constant(0),
    ms: fc.integer({ min: 1, max: 400 }).map((n) => n * 3_600_000),
  }),
);
const shortLengths = fc.record({
  days: fc.constant(0),
  ms: fc.integer({ min: 1, max: 12 }).map((n) => n * 900_000),
});

export const wallStarts = (fromYear: number, years: number) =>
  fc
    .record({
      days: fc.integer({ min: 0, max: years * 365 }),
      quarters: fc.oneof(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 15 })),
    })
    .map(({ days, quarters }) =>
      Temporal.PlainDateTime.from({ year: fromYear, month: 1, day: 1 })
        .add({ days, minutes: quarters * 15 })
        .toString({ smallestUnit: 'second' }),
    );

/** A series that begins somewhere in these years, endless or not; on no date that its zone skips. */
export const seriesFrom = (
  fromYear: number,
  years: number,
  zones: readonly string[] = ZONES,
): fc.Arbitrary<OracleSeries> =>
  fc
    .record({
      start: wallStarts(fromYear, years),
      second: fc.boolean(),
      timeZone: fc.constantFrom(...zones),
      length: fc.oneof({ weight: 3, arbitrary: shortLengths }, { weight: 1, arbitrary: lengths }),
      rule: rules,
      end: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.record({ count: fc.integer({ min: 1, max: 60 }) }) },
        { weight: 1, arbitrary: fc.record({ untilDays: fc.integer({ min: 0, max: 9000 }) }) },
      ),
    })
    .map(({ start, second, timeZone, length, rule, end }) => {
      const instant = Temporal.PlainDateTime.from(start).toZonedDateTime(timeZone, {
        disambiguation: second ? 'later' : 'compatible',
      });
      const until =
        end && 'untilDays' in end
          ? { untilMs: instant.add({ days: end.untilDays }).epochMilliseconds }
          : {};
      const count = end && 'count' in end ? { count: end.count } : {};
      return { start, second, timeZone, ...length, rule: { ...rule, ...count, ...until } };
    })
    .filter(({ start, timeZone }) => {
      const date = Temporal.PlainDate.from(start);
      return date.toZonedDateTime(timeZone).toPlainDate().equals(date);
    });

const changes = fc.uniqueArray(
  fc.record({
    n: fc.integer({ min: 0, max: 30 }),
    moved: fc.option(
      fc.record({
        byMs: fc.integer({ min: -300, max: 300 }).map((n) => n * 900_000),
        lengthMs: fc.integer({ min: 1, max: 200 }).map((n) => n * 900_000),
      }),
    ),
  }),
  { maxLength: 6, selector: ({ n }) => n },
);
const fewChanges = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: changes },
);

const timeOf = (series: OracleSeries) => Temporal.PlainDateTime.from(series.start).toPlainTime();

/** The series moved to another time of day and zone, where it still begins on a date that exists. */
function aligned(series: OracleSeries, time: Temporal.PlainTime, timeZone: string): OracleSeries {
  const date = Temporal.PlainDate.from(series.start);
  if (!date.toZonedDateTime(timeZone).toPlainDate().equals(date)) return series;
  const start = date.toPlainDateTime(time).toString({ smallestUnit: 'second' });
  const { untilMs, ...rule } = series.rule as OracleRule;
  const shifted = untilMs === undefined ? {} : { untilMs: untilMs + 2 * 86_400_000 };
  return { ...series, start, timeZone, rule: { ...rule, ...shifted } };
}

/** Two entries that begin about the same time; often in one zone, at one time of day, or one when the other ends. */
export const pairs = (
  fromYear: number,
  years: number,
  zones: readonly string[] = ZONES,
): fc.Arbitrary<[OracleEntry, OracleEntry]> =>
  fc
    .record({
      one: seriesFrom(fromYear, years, zones),
      other: seriesFrom(fromYear, years, zones),
      how: fc.constantFrom('free', 'zone', 'time', 'touch', 'touch', 'touchElsewhere'),
      changes: fc.tuple(fewChanges, fewChanges),
    })
    .map(({ one, other, how, changes: [ofOne, ofOther] }) => {
      const after = timeOf(one).add({ milliseconds: one.ms });
      const made: Record<string, () => OracleSeries> = {
        free: () => other,
        zone: () => aligned(other, timeOf(other), one.timeZone),
        time: () => aligned(other, timeOf(one), one.timeZone),
        touch: () => aligned(other, after, one.timeZone),
        touchElsewhere: () => aligned(other, after, other.timeZone),
      };
      const second = (made[how] as () => OracleSeries)();
      return [
        { series: one, changes: ofOne },
        { series: second, changes: ofOther },
      ];
    });
