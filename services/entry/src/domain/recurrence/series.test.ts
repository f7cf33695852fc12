import fc from 'fast-check';
import { seriesFrom } from '../../../test/oracle/arbitraries.ts';
import { compiled } from '../../../test/oracle/compiled.ts';
import {
  type OracleRule,
  type OracleSeries,
  occurrencesOf,
} from '../../../test/oracle/occurrences.ts';
import { DAY, HOUR } from '../time/civil.ts';
import {
  countBefore,
  isOccurrence,
  nextOccurrence,
  nthOccurrence,
  occurrenceCount,
  occurrencesIn,
} from './series.ts';

type Ruled = OracleSeries & { rule: OracleRule };

const HORIZON = 12 * 366 * DAY;

/** Everything that a series can be asked, held against the plain list of its first 12 years. */
function agrees(series: Ruled, spread: number): void {
  const made = compiled(series);
  const until = made.startMs + HORIZON;
  const all = [...occurrencesOf(series, until)];
  const starts = all.map(({ startMs }) => startMs);
  expect([...occurrencesIn(made, -Infinity, until)]).toEqual(all);
  const place = Math.floor(spread * all.length);
  const some = all[place] as (typeof all)[number];
  expect(nthOccurrence(made, place)).toEqual(some);
  const probes = [-3, -1, 0, 1, 3].map((hours) => some.startMs + hours * 3_600_000);
  for (const probe of [...probes, some.endMs, some.startMs - 40 * DAY, some.startMs + 1]) {
    if (probe >= until - 400 * DAY) continue;
    const before = starts.filter((start) => start < probe).length;
    expect(countBefore(made, probe)).toBe(before);
    if (before < all.length) expect(nextOccurrence(made, probe)).toEqual(all[before]);
    expect(isOccurrence(made, probe)).toBe(starts.includes(probe));
    const window = [probe, probe + 35 * DAY] as const;
    expect([...occurrencesIn(made, ...window)]).toEqual(
      all.filter(({ startMs, endMs }) => startMs < window[1] && endMs > window[0]),
    );
  }
}

const ruled = (from: number, years: number) => seriesFrom(from, years) as fc.Arbitrary<Ruled>;

test('a series is what asking every day gives, however it is asked', () => {
  fc.assert(fc.property(ruled(2005, 30), fc.double({ min: 0, max: 0.999, noNaN: true }), agrees), {
    numRuns: 250,
    seed: 4,
  });
});

test('the same far from the years that have zone data', () => {
  for (const year of [1840, 1885, 2490, 2895, 6000, 9984]) {
    fc.assert(fc.property(ruled(year, 3), fc.double({ min: 0, max: 0.999, noNaN: true }), agrees), {
      numRuns: 15,
      seed: year,
    });
  }
});

const daily = (start: string, timeZone = 'UTC', days = 0, ms = HOUR) =>
  compiled({
    ...{ start, timeZone, days, ms },
    rule: { frequency: 'daily', interval: 1, skip: 'omit' },
  });

test('exact hours last as long from the second of a wall clock that comes twice', () => {
  const { first } = compiled({
    ...{ start: '2027-10-31T02:30:00', second: true, timeZone: 'Europe/Berlin', days: 0, ms: HOUR },
    rule: { frequency: 'daily', interval: 1, skip: 'omit' },
  });
  expect(first.startMs).toBe(Date.parse('2027-10-31T02:30:00+01:00'));
  expect(first.endMs).toBe(first.startMs + HOUR);
});

describe('a window', () => {
  const series = daily('2027-01-01T09:00:00');
  const at = series.startMs;

  test('has what is busy within it, to the millisecond', () => {
    const places = (from: number, to: number) =>
      [...occurrencesIn(series, from, to)].map(({ startMs }) => (startMs - at) / DAY);
    expect(places(at + HOUR, at + DAY)).toEqual([]);
    expect(places(at + HOUR - 1, at + DAY + 1)).toEqual([0, 1]);
    expect(places(at - DAY, at)).toEqual([]);
    expect(places(at - DAY, at + 1)).toEqual([0]);
  });

  test('has what began long before it', () => {
    const long = daily('2027-01-01T09:00:00', 'UTC', 0, 300 * HOUR);
    expect([...occurrencesIn(long, at + 30 * DAY, at + 30 * DAY + 1)]).toHaveLength(13);
  });
});

describe('the end of time', () => {
  test.each([
    ['one that would end after it does not exist', '9999-12-20T23:30:00', 'UTC', 0, HOUR, 10],
    ['one may end with it', '9999-12-20T23:00:00', 'UTC', 0, HOUR, 11],
    ['whole days end with it', '9999-12-20T00:00:00', 'UTC', 1, 0, 11],
    ['where the date is ahead', '9999-12-20T13:00:00', 'Pacific/Kiritimati', 0, HOUR, 12],
    ['where the date is behind', '9999-12-20T13:00:00', 'Pacific/Pago_Pago', 0, HOUR, 10],
  ] as const)('%s', (_, start, timeZone, days, ms, count) => {
    expect(occurrenceCount(daily(start, timeZone, days, ms))).toBe(count);
  });

  test('a rule that looks at few years looks at the last', () => {
    const rule = { frequency: 'yearly', interval: 97, skip: 'omit' } as const;
    const rare = compiled({
      ...{ start: '2045-06-01T09:00:00', timeZone: 'UTC', days: 0, ms: HOUR, rule },
    });
    expect(nthOccurrence(rare, occurrenceCount(rare) - 1)?.startMs).toBe(
      Date.parse('9999-06-01T09:00:00Z'),
    );
  });
});
