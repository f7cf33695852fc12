import fc from 'fast-check';
import { pairs, ZONES } from '../../../test/oracle/arbitraries.ts';
import {
  busyTimes,
  firstOfBoth,
  firstOfOne,
  type OracleEntry,
} from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import { DAY } from '../time/civil.ts';
import { type Collision, collisionOf, selfCollisionOf } from './collision.ts';

/** How long a nightly run takes (minutes): other pairs each night, of every zone, all of them over 40 years. */
const NIGHTLY = Number(process.env.OVERLAP_MINUTES ?? 0);
const NIGHTLY_ZONES = NIGHTLY > 0 ? Intl.supportedValuesOf('timeZone') : ZONES;
const NO_LIMIT = 2 ** 31 - 1;
const YEARS_40 = 14_610 * DAY;

type Pair = [OracleEntry, OracleEntry];

const instantOf = ({ series }: OracleEntry) =>
  Temporal.PlainDateTime.from(series.start).toZonedDateTime(series.timeZone).epochMilliseconds;

/** The collision must be of two times that the oracle knows, and not be later than they allow. */
function isReal(found: Collision, one: OracleEntry, other: OracleEntry): void {
  for (const [entry, moment] of [
    [one, found.one],
    [other, found.other],
  ] as const) {
    const near = busyTimes(entry, found.atMs + 1, moment.startMs);
    expect(near.find(({ occurrence }) => occurrence === moment.occurrence)).toEqual(moment);
  }
  expect(found.atMs).toBe(Math.max(found.one.startMs, found.other.startMs));
  expect(found.atMs).toBeLessThan(Math.min(found.one.endMs, found.other.endMs));
}

/** No collision before `toMs` but the one found; asked from `fromMs` on, in growing steps so as to stop early. */
function isFirst(found: number | null, toMs: number, at: (untilMs: number) => number | null): void {
  for (const share of [0.02, 0.2, 1]) {
    const until = toMs * share;
    const first = at(until);
    if (first !== null && first < until) {
      expect(found).toBe(first);
      return;
    }
    if (found !== null && found < until) expect(first).toBe(found);
  }
}

function overYears([one, other]: Pair, length: number): void {
  const from = Math.min(instantOf(one), instantOf(other)) - 10 * DAY;
  const lines = [timeline(one), timeline(other)] as const;
  const found = collisionOf(...lines);
  if (found) isReal(found, one, other);
  isFirst(found && found.atMs - from, length, (ms) => {
    const first = firstOfBoth(busyTimes(one, from + ms), busyTimes(other, from + ms));
    return first && first - from;
  });
}

function aroundAnswer([one, other]: Pair, spread: number): void {
  const start = Math.max(instantOf(one), instantOf(other));
  const found = collisionOf(timeline(one), timeline(other));
  if (found) isReal(found, one, other);
  // Who counts must be asked from the beginning, so those stay near it.
  const counts = [one, other].some(({ series }) => series.rule?.count !== undefined);
  const years = counts ? 5 : 7_900;
  const middle = found ? found.atMs : start + spread * years * 365 * DAY;
  const [from, to] = [middle - 200 * DAY, Math.min(middle + 200 * DAY, Date.UTC(9999, 0, 1))];
  const first = firstOfBoth(busyTimes(one, to, from), busyTimes(other, to, from));
  if (found) expect(first).toBe(found.atMs);
  else expect(first).toBeNull();
}

function meetsItself([entry]: Pair, length: number): void {
  const from = instantOf(entry) - 10 * DAY;
  const found = selfCollisionOf(timeline(entry));
  isFirst(found && found.atMs - from, length, (ms) => {
    const first = firstOfOne(busyTimes(entry, from + ms));
    return first && first - from;
  });
}

/** Holds that many, the same each time; by night as many others as a third of the time allows. */
function hold<T>(of: fc.Arbitrary<T>, size: { numRuns: number; seed: number }, check: Check<T>) {
  if (NIGHTLY === 0) return fc.assert(fc.property(of, check), size);
  const seed = Date.now() % NO_LIMIT;
  let held = 0;
  const counted = fc.property(of, (one) => {
    check(one);
    held += 1;
  });
  const interruptAfterTimeLimit = NIGHTLY * 20_000;
  fc.assert(counted, { numRuns: NO_LIMIT, seed, interruptAfterTimeLimit });
  process.stderr.write(`${held} held, seed ${seed}\n`);
}

type Check<T> = (one: T) => void;

const inForty = (pair: Pair) => overYears(pair, YEARS_40);

test('the first collision in 40 years is the one that asking every day finds', () => {
  hold(pairs(2020, 8, NIGHTLY_ZONES), { numRuns: 2_000, seed: 1 }, inForty);
}, 100_000_000);

test('nothing comes before it within 200 days, nothing at all where there is none', () => {
  const spread = fc.oneof(fc.constant(0.02), fc.double({ min: 0, max: 1, noNaN: true }));
  const size = { numRuns: 18_000, seed: 2 };
  const begun = NIGHTLY > 0 ? pairs(1850, 500, NIGHTLY_ZONES) : pairs(1995, 60);
  hold(fc.tuple(begun, spread), size, ([pair, where]) =>
    NIGHTLY > 0 ? inForty(pair) : aroundAnswer(pair, where),
  );
}, 100_000_000);

test('a series meets itself first where asking every day finds it', () => {
  const years = NIGHTLY > 0 ? YEARS_40 : 12 * 365 * DAY;
  const size = { numRuns: 1_500, seed: 3 };
  hold(pairs(2020, 8, NIGHTLY_ZONES), size, (pair) => meetsItself(pair, years));
}, 100_000_000);
