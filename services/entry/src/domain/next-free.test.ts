import fc from 'fast-check';
import { searchNextFree } from './next-free.ts';
import { planSchedule, type Schedule } from './schedule.ts';
import { endOf } from './time/anchor.ts';
import { DAY, HOUR } from './time/civil.ts';
import type { Interval } from './time/interval.ts';
import { END_OF_TIME } from './time/timestamp.ts';
import { formatInZone } from './time/timestamp-text.ts';

function candidate(start: string, timeZone: string, duration: string): Schedule {
  const schedule = planSchedule({ start, timeZone, duration });
  if ('faults' in schedule) throw new Error(schedule.faults[0]?.detail);
  return schedule;
}

/** Runs a search over all busy times, `limit` of them a window, as an action does over the database. */
function search(
  from: Schedule,
  busy: Interval[],
  limit = 3,
): { free: Interval | null; windows: number } {
  const sorted = busy.toSorted((a, b) => a.startMs - b.startMs);
  const run = searchNextFree(from);
  let step = run.begin();
  for (let windows = 0; windows < 10_000; windows += 1) {
    if (step.kind === 'free') return { free: step.free, windows };
    const { fromMs, toMs } = step;
    const met = sorted.filter((one) => one.endMs > fromMs && one.startMs < toMs);
    const rows = met.slice(0, limit);
    const last = rows.at(-1);
    step = run.feed(rows, met.length > limit && last ? last.startMs : toMs);
  }
  throw new Error('The search does not end.');
}

/** The same by trying every start, `stepMs` apart. */
function bruteForce(from: Schedule, busy: Interval[], stepMs: number, untilMs: number) {
  const meets = (one: Interval) =>
    busy.some((other) => other.startMs < one.endMs && other.endMs > one.startMs);
  const own = { startMs: from.startMs, endMs: from.endMs };
  if (!meets(own)) return own;
  for (let startMs = from.startMs; startMs <= untilMs; startMs += stepMs) {
    const endMs = endOf(startMs, from.zone.toLocal(startMs), from.duration, from.zone);
    if (endMs > startMs && endMs <= END_OF_TIME && !meets({ startMs, endMs }))
      return { startMs, endMs };
  }
  return null;
}

const STEP = 900_000;

test('the answer is the one found by trying every quarter of an hour around clock changes', () => {
  const clockChanges = [
    ['2027-03-27T09:00:00', 'Europe/Berlin'],
    ['2027-03-28T02:30:00', 'Europe/Berlin'],
    ['2027-10-30T02:15:00', 'Europe/Berlin'],
    ['2027-04-03T00:30:00', 'Australia/Lord_Howe'],
    ['2027-10-02T01:00:00', 'Australia/Lord_Howe'],
    ['2027-04-28T22:00:00', 'Africa/Cairo'],
    ['2011-12-28T12:00:00', 'Pacific/Apia'],
    ['1969-09-29T12:00:00', 'Pacific/Kwajalein'],
    ['2027-03-01T12:00:00', 'UTC'],
  ] as const;
  const quarters = fc.record({
    from: fc.integer({ min: -200, max: 380 }),
    length: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 150 })),
  });
  const cases = fc.record({
    start: fc.constantFrom(...clockChanges),
    duration: fc.constantFrom('PT15M', 'PT3H', 'P1D', 'P1DT30M', 'P2D', 'P3DT1H'),
    quarters: fc.array(quarters, { maxLength: 14 }),
    limit: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(cases, ({ start, duration, quarters, limit }) => {
      const from = candidate(start[0], start[1], duration);
      const busy = quarters.map(({ from: quarter, length }) => ({
        startMs: from.startMs + quarter * STEP,
        endMs: from.startMs + (quarter + length) * STEP,
      }));
      const expected = bruteForce(from, busy, STEP, from.startMs + 12 * DAY);
      expect(search(from, busy, limit).free).toEqual(expected);
    }),
    { numRuns: 3_000 },
  );
});

test('a second is enough', () => {
  const from = candidate('2027-03-01T00:00:00', 'UTC', 'PT5S');
  const seconds = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 60 }), length: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(seconds, (taken) => {
      const busy = taken.map(({ at, length }) => ({
        startMs: from.startMs + at * 1000,
        endMs: from.startMs + (at + length) * 1000,
      }));
      expect(search(from, busy).free).toEqual(bruteForce(from, busy, 1000, from.startMs + 90_000));
    }),
    { numRuns: 500 },
  );
});

describe('by example', () => {
  const shown = (from: Schedule, busy: Interval[]) => {
    const { free } = search(from, busy);
    return free && [formatInZone(free.startMs, from.zone), formatInZone(free.endMs, from.zone)];
  };
  const taken = (...[start, end]: [string, string]): Interval => ({
    ...{ startMs: Date.parse(start), endMs: Date.parse(end) },
  });

  test('a slot that only the shorter day of a clock change fits in is found', () => {
    // 23 hours are free, and P1D has 23 hours where it begins in the day before the change.
    const busy = [
      taken('2027-03-20T00:00:00Z', '2027-03-27T12:00:00Z'),
      taken('2027-03-28T11:00:00Z', '2027-05-01T00:00:00Z'),
    ];
    expect(shown(candidate('2027-03-21T00:00:00', 'Europe/Berlin', 'P1D'), busy)).toEqual([
      ...['2027-03-27T13:00:00+01:00', '2027-03-28T13:00:00+02:00'],
    ]);
  });

  test('a start where no busy time ends, but where the duration gets shorter', () => {
    // 23.5 hours are free from 01:30Z of the 27th on. P1D has 24 hours until 02:00Z, 23 from then on.
    const busy = [
      taken('2027-03-20T00:00:00Z', '2027-03-27T01:30:00Z'),
      taken('2027-03-28T01:00:00Z', '2027-05-01T00:00:00Z'),
    ];
    expect(shown(candidate('2027-03-21T00:00:00', 'Europe/Berlin', 'P1D'), busy)).toEqual([
      ...['2027-03-27T03:00:00+01:00', '2027-03-28T03:00:00+02:00'],
    ]);
  });

  test('the instant of a candidate in a gap, where its wall clock there makes it shorter', () => {
    // 03:30 was skipped and shows as 04:30; 364 days later 03:30 lies in a gap of two hours, 04:30 after it.
    const from = candidate('2013-03-31T03:30:00', 'Europe/Simferopol', 'P364D');
    expect(from.endMs).toBe(Date.parse('2014-03-30T01:30:00Z'));
    expect(shown(from, [taken('2014-03-30T00:30:00Z', '2014-03-30T01:00:00Z')])).toEqual([
      ...['2013-03-31T04:30:00+03:00', '2014-03-30T04:30:00+04:00'],
    ]);
  });

  test('a candidate that is free keeps the end of the wall clock it was sent with', () => {
    expect(shown(candidate('2027-03-28T02:30:00', 'Europe/Berlin', 'P1D'), [])).toEqual([
      ...['2027-03-28T03:30:00+02:00', '2027-03-29T02:30:00+02:00'],
    ]);
  });
});

describe('the bound', () => {
  const from = candidate('2027-03-01T00:00:00', 'UTC', 'PT1H');
  const until = (endMs: number) => [{ startMs: from.startMs - DAY, endMs }];

  test('is 366 days after the candidate, inclusive', () => {
    const last = from.startMs + 366 * DAY;
    expect(search(from, until(last)).free).toEqual({ startMs: last, endMs: last + HOUR });
    expect(search(from, until(last + 1000)).free).toBeNull();
  });

  test('is the end of time', () => {
    const late = candidate('9999-12-30T20:00:00', 'UTC', 'PT1H');
    const taken = (hours: number) => [
      { startMs: late.startMs, endMs: late.startMs + hours * HOUR },
    ];
    expect(search(late, taken(3)).free).toEqual({
      startMs: END_OF_TIME - HOUR,
      endMs: END_OF_TIME,
    });
    expect(search(late, [{ startMs: late.startMs, endMs: END_OF_TIME - 1000 }]).free).toBeNull();
  });
});

test('a year of back-to-back entries takes few windows, and so does an empty one', () => {
  const from = candidate('2027-03-01T00:00:00', 'Europe/Berlin', 'PT1H');
  const hours = Array.from({ length: 4_000 }, (_, i) => ({
    startMs: from.startMs + i * HOUR,
    endMs: from.startMs + (i + 1) * HOUR,
  }));
  const found = search(from, hours, 1_000);
  expect(found.free?.startMs).toBe(from.startMs + 4_000 * HOUR);
  expect(found.windows).toBeLessThan(15);
  expect(search(from, []).windows).toBe(1);
});
