// Pairs whose first collision is known beforehand, one for each thing that the search could overlook.

import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { nthOccurrence, type Series } from '../recurrence/series.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { collisionOf, selfCollisionOf } from './collision.ts';
import { seriesTimeline, singleTimeline, type Timeline } from './timeline.ts';

const series = (
  start: string,
  rule: Partial<OracleRule>,
  timeZone = 'UTC',
  days = 0,
  ms = days === 0 ? HOUR : 0,
): Series =>
  compiled({
    ...{ start, timeZone, days, ms },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule },
  });
const line = (...of: Parameters<typeof series>): Timeline => seriesTimeline(series(...of), []);
const nth = (of: Series, n: number) => nthOccurrence(of, n)?.startMs as number;
const excluded = (of: Series, ...places: number[]) =>
  seriesTimeline(
    of,
    places.map((n) => ({ occurrence: nth(of, n), busy: null })),
  );

const weekly = { frequency: 'weekly' } as const;
const yearly = { frequency: 'yearly' } as const;

/** Both ways round, since each is walked by the other. */
function firstIs(one: Timeline, other: Timeline, at: string | null): void {
  const atMs = at && Date.parse(at);
  expect(collisionOf(one, other)?.atMs ?? null).toBe(atMs);
  expect(collisionOf(other, one)?.atMs ?? null).toBe(atMs);
}

describe('clock changes', () => {
  const NY = 'America/New_York';

  test('in one zone an hour may be missing between two that are apart', () => {
    const night = line('2027-01-01T01:00:00', {}, NY, 0, 1.5 * HOUR);
    firstIs(night, line('2027-01-01T03:00:00', {}, NY), '2027-03-14T03:00:00-04:00');
  });

  test('in one zone a gap may move one on, into the next of another', () => {
    const long = line('2027-04-01T00:30:00', {}, NY, 0, 2 * HOUR);
    firstIs(long, line('2027-04-01T02:30:00', {}, NY, 0, 22 * HOUR), '2028-03-13T00:30:00-04:00');
  });

  test('days end by the wall clock, which a change between start and end moves', () => {
    const days = line('2027-04-02T09:00:00', weekly, NY, 3);
    const monday = line('2027-04-05T13:30:00', weekly, 'UTC', 0, HOUR / 4);
    firstIs(days, monday, '2027-11-08T13:30:00Z');
  });

  test('count from the very first date on', () => {
    const one = line('2027-08-01T09:00:00', {}, NY);
    firstIs(one, line('2027-08-01T14:30:00', {}), '2027-11-07T14:30:00Z');
  });

  test('of two zones part them by an hour less for some weeks', () => {
    const one = line('2027-01-04T09:00:00', weekly, NY);
    const other = line('2027-01-04T13:30:00', weekly, 'Europe/Berlin');
    firstIs(one, other, '2027-03-15T09:00:00-04:00');
  });

  test('move the end of exact hours that began before them', () => {
    // From Friday to Monday; the first Monday of the other is the one after the change.
    const friday = line('2028-03-03T09:00:00', weekly, NY, 0, 72 * HOUR);
    const monday = excluded(
      series('2028-03-07T13:30:00', { ...weekly, byDay: [{ day: 'mo' }] }),
      0,
    );
    firstIs(friday, monday, '2028-03-13T13:30:00Z');
  });

  test('that a zone gave up soon after both began were there', () => {
    const one = line('2018-06-04T09:00:00', weekly, 'America/Sao_Paulo');
    const other = line('2018-06-04T11:15:00', weekly, 'UTC', 0, HOUR / 4);
    firstIs(one, other, '2018-11-05T11:15:00Z');
  });

  test('may be met by a rare date only, long after they and the rules began to repeat', () => {
    const daily = line('2027-04-01T03:00:00', {}, NY);
    const every = (interval: number, start: string) =>
      line(`${start}T01:00:00`, { interval }, NY, 0, 1.5 * HOUR);
    firstIs(every(89, '2027-04-02'), daily, '2472-03-13T03:00:00-04:00');
    firstIs(every(997, '2028-02-28'), daily, '3199-03-14T03:00:00-04:00');
  });

  test('in the year 3000 they go on', () => {
    const one = line('3000-04-07T09:00:00', weekly, NY);
    firstIs(one, line('3000-04-07T14:30:00', weekly), '3000-11-03T14:30:00Z');
  });

  test('a zone may change its law years after both began', () => {
    const one = line('2005-01-03T09:00:00', weekly, 'America/Caracas');
    const other = line('2005-01-03T14:10:00', weekly, 'UTC', 0, HOUR / 6);
    firstIs(one, other, '2007-12-10T14:10:00Z');
  });
});

// In summer the first meets the day that it is on, in winter the next; where it looks for one it must not leap over the other.
describe('beyond 2100 no leap goes', () => {
  const evening = (start: string, rule: Partial<OracleRule>) =>
    line(`${start}T19:30:00`, rule, 'America/New_York');
  const wholeDay = (start: string, rule: Partial<OracleRule>) =>
    line(`${start}T00:30:00`, rule, 'UTC', 0, DAY);

  test('over the other season', () => {
    const one = evening('2201-03-12', { interval: 49 });
    firstIs(one, wholeDay('2201-10-18', { interval: 59 }), '2206-12-19T00:30:00Z');
  });

  test('to a date that may be met only years later', () => {
    const monday = { day: 'mo', nthOfPeriod: 10 };
    const one = evening('2201-08-10', {
      ...yearly,
      byDay: [{ day: 'fr', nthOfPeriod: 1 }, monday],
    });
    const byDay = [{ day: 'sa', nthOfPeriod: -53 }, monday];
    firstIs(one, wholeDay('2201-12-20', { ...yearly, byDay }), '2205-03-11T23:30:00Z');
  });
});

describe('long ones', () => {
  test('reach over the date on which the other begins', () => {
    const long = line('2020-01-01T00:00:00', yearly, 'UTC', 300);
    firstIs(long, excluded(series('2027-02-28T09:00:00', {}), 0), '2027-03-01T09:00:00Z');
  });

  test('last beyond the date on which they end', () => {
    const long = series('2026-01-01T00:00:00', { ...yearly, count: 2 }, 'UTC', 300);
    const june = line('2020-06-01T09:00:00', yearly, 'America/New_York');
    const exact = series('2026-01-01T00:00:00', { ...yearly, count: 2 }, 'UTC', 0, 300 * DAY);
    const at = Date.parse('2027-06-01T13:00:00Z');
    for (const last of [excluded(long, 0), excluded(exact, 0)]) {
      firstIs(last, june, '2027-06-01T13:00:00Z');
      firstIs(last, singleTimeline(at, at + HOUR), '2027-06-01T13:00:00Z');
    }
  });
});

describe('single times', () => {
  test('that collide do not hide an earlier collision of the series', () => {
    // On the first date that is looked at, whose local day is ahead of the instant's.
    const far = 'Pacific/Kiritimati';
    const one = series('2027-01-04T09:00:00', {}, far);
    const startMs = Date.parse('2027-01-05T10:15:00+14:00');
    const moved = { occurrence: nth(one, 2), busy: { startMs, endMs: startMs + HOUR } };
    const tuesday = line('2026-12-29T09:30:00', weekly, far);
    firstIs(seriesTimeline(one, [moved]), tuesday, '2027-01-05T09:30:00+14:00');
  });

  test('are found by the one that ends last', () => {
    const at = (hour: number) => Date.parse('2027-01-01T00:00:00Z') + hour * HOUR;
    const lines = (
      [
        [0, 9],
        [1, 2],
      ] as const
    ).map(([from, to]) => ({ startMs: at(from), endMs: at(to), occurrence: at(from) }));
    const several = { moments: lines, course: null };
    firstIs(several, singleTimeline(at(5), at(6)), '2027-01-01T05:00:00Z');
  });

  test('of a free series are all that is busy of it', () => {
    const free = series('2027-01-01T09:00:00', {});
    const at = nth(free, 2);
    const busy = [{ occurrence: at, busy: { startMs: at, endMs: at + HOUR } }];
    firstIs(
      seriesTimeline(free, busy, false),
      line('2027-01-01T09:30:00', {}),
      '2027-01-03T09:30:00Z',
    );
    firstIs(seriesTimeline(free, [], false), line('2027-01-01T09:30:00', {}), null);
  });

  test('that touch do not collide with a series', () => {
    const one = line('2027-01-01T09:00:00', {});
    const at = Date.parse('2027-01-09T10:00:00Z');
    firstIs(one, singleTimeline(at, at + HOUR), null);
    firstIs(one, singleTimeline(at - 2 * HOUR, at - HOUR), null);
    firstIs(one, singleTimeline(at - 1, at + HOUR), '2027-01-09T09:59:59.999Z');
  });
});

describe('changes', () => {
  test('that name no occurrence take none away', () => {
    const one = series('2027-01-01T09:00:00', {});
    const strange = { occurrence: nth(one, 2) + HOUR, busy: null };
    for (const day of ['03', '04']) {
      const single = line(`2027-01-${day}T09:30:00`, { interval: 30 });
      firstIs(seriesTimeline(one, [strange]), single, `2027-01-${day}T09:30:00Z`);
    }
  });

  test('that go on for longer than rules and clock changes take to repeat do not end the search', () => {
    const dates = { ...yearly, byMonth: [1, 7], byMonthDay: [5] };
    const one = line('2027-01-05T09:00:00', dates, 'America/New_York');
    // Julys are near but never meet.
    const januaries = Array.from({ length: 500 }, (_, year) => 2 * year);
    const other = excluded(series('2027-01-05T14:30:00', dates), ...januaries);
    firstIs(one, other, '2527-01-05T14:30:00Z');
  });
});

test('series that end have no more dates to meet on', () => {
  const one = line('2027-01-08T09:00:00', { interval: 4, count: 5 });
  firstIs(one, line('2027-01-01T09:00:00', { count: 3 }), null);
  firstIs(one, line('2027-01-01T09:00:00', { interval: 2, count: 2 }), null);
});

test('a date that comes once in centuries', () => {
  const leap = line('2028-01-01T09:00:00', {
    ...yearly,
    byMonth: [2],
    byMonthDay: [29],
    byDay: [{ day: 'mo' }],
  });
  const rare = { ...yearly, interval: 97, byMonth: [2], byMonthDay: [-1] };
  firstIs(leap, line('2061-02-28T09:30:00', rare), '3904-02-29T09:30:00Z');
});

test('a series meets itself two, three or more occurrences later', () => {
  const meets = (days: number, rule: Partial<OracleRule>, ms = HOUR) =>
    selfCollisionOf(line('2027-01-01T09:00:00', rule, 'UTC', days, ms))?.atMs ?? null;
  expect(meets(0, {}, DAY)).toBeNull();
  expect(meets(0, {}, DAY + 1)).toBe(Date.parse('2027-01-02T09:00:00Z'));
  // The 31st and the 1st are apart by a day, all others by more.
  const monthly = { frequency: 'monthly', byMonthDay: [1, 31] } as const;
  expect(meets(0, monthly, DAY + 1)).toBe(Date.parse('2027-02-01T09:00:00Z'));
});

test('of two occurrences of one series the earlier comes first', () => {
  const one = series('2027-01-01T09:00:00', {});
  const startMs = nth(one, 5) + HOUR / 2;
  for (const [n, endMs] of [
    [1, startMs + HOUR],
    [7, startMs + HOUR],
  ] as const) {
    const moved = { occurrence: nth(one, n), busy: { startMs, endMs } };
    const found = selfCollisionOf(seriesTimeline(one, [moved]));
    expect(found).toMatchObject({
      one: { occurrence: nth(one, 5) },
      other: { occurrence: nth(one, n) },
    });
  }
});
