import type { OracleEntry } from '../../../test/oracle/collisions.ts';
import { compiled, timeline } from '../../../test/oracle/compiled.ts';
import type { OracleRule, OracleSeries } from '../../../test/oracle/occurrences.ts';
import { HOUR } from '../time/civil.ts';
import { type Collision, collisionOf } from './collision.ts';
import { type Change, seriesTimeline, singleTimeline } from './timeline.ts';

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

test('whoever excludes one collision after the other is told of the next, also after 2100', () => {
  const days = [{ day: 'mo' }, { day: 'we' }, { day: 'fr' }];
  // They touch on every day that both have; the 53rd Tuesday of a year alone comes into the 24 hours from Monday on.
  const one = entry('2027-01-04T15:00:00', { ...yearly, byDay: days }, 'Europe/Berlin', 24 * HOUR);
  const byDay = [...days, { day: 'tu', nthOfPeriod: 53 }];
  const other = entry('2027-01-04T08:00:00', { ...yearly, byDay }, 'America/New_York');
  const line = timeline(one);
  const series = compiled(other.series as OracleSeries & { rule: OracleRule });
  const gone: Change[] = [];
  const years: number[] = [];
  for (let year = 0; year < 2200; ) {
    const found = collisionOf(line, seriesTimeline(series, gone)) as Collision;
    year = new Date(found.atMs).getUTCFullYear();
    years.push(year);
    gone.push({ occurrence: found.other.startMs, busy: null });
  }
  const tuesdays = Array.from({ length: 400 }, (_, i) => 2027 + i).filter((year) => {
    const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
    return first.add({ days: 52 * 7 + ((9 - first.dayOfWeek) % 7) }).year === year;
  });
  expect(years).toEqual(tuesdays.filter((year) => year <= (years.at(-1) as number)));
});
