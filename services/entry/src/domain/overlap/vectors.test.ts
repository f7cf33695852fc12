import type { OracleEntry } from '../../../test/oracle/collisions.ts';
import { timeline } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { HOUR } from '../time/civil.ts';
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
