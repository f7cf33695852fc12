import fc from 'fast-check';
import { seriesFrom } from '../../../test/oracle/arbitraries.ts';
import { compiled } from '../../../test/oracle/compiled.ts';
import {
  type OracleRule,
  type OracleSeries,
  occurrencesOf,
} from '../../../test/oracle/occurrences.ts';
import { DAY } from '../time/civil.ts';
import {
  countBefore,
  isOccurrence,
  lastBefore,
  nextOccurrence,
  nthOccurrence,
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
  expect(occurrencesIn(made, -Infinity, until)).toEqual(all);
  const place = Math.floor(spread * all.length);
  const some = all[place] as (typeof all)[number];
  expect(nthOccurrence(made, place)).toEqual(some);
  const probes = [-3, -1, 0, 1, 3].map((hours) => some.startMs + hours * 3_600_000);
  for (const probe of [...probes, some.endMs, some.startMs - 40 * DAY, some.startMs + 1]) {
    if (probe >= until - 400 * DAY) continue;
    const before = starts.filter((start) => start < probe).length;
    expect(countBefore(made, probe)).toBe(before);
    if (before < all.length) expect(nextOccurrence(made, probe)).toEqual(all[before]);
    expect(lastBefore(made, probe)).toEqual(all[before - 1] ?? null);
    expect(isOccurrence(made, probe)).toBe(starts.includes(probe));
    const window = [probe, probe + 35 * DAY] as const;
    expect(occurrencesIn(made, ...window)).toEqual(
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
