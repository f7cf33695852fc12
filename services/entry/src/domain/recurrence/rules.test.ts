import { readFileSync } from 'node:fs';
import { compiled } from '../../../test/oracle/compiled.ts';
import type { OracleRule } from '../../../test/oracle/occurrences.ts';
import { selfCollisionOf } from '../overlap/collision.ts';
import { seriesTimeline } from '../overlap/timeline.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { formatInZone, formatLocal } from '../time/timestamp-text.ts';
import { storedZone } from '../time/zone.ts';
import type { Rule } from './rule.ts';
import { faultsOfRule, faultsOfStartedRule } from './rule-faults.ts';
import { compileSeries, nthOccurrence, occurrenceCount, occurrencesIn } from './series.ts';

const made = (start: string, rule: Partial<Rule>, timeZone = 'UTC', days = 0, ms = HOUR) =>
  compiled({
    ...{ start, timeZone, days, ms },
    rule: { frequency: 'daily', interval: 1, skip: 'omit', ...rule } as OracleRule,
  });

/** The dates of the first occurrences. */
function firstDates(series: ReturnType<typeof made>, count: number): string[] {
  return Array.from({ length: count }, (_, n) => nthOccurrence(series, n)).flatMap((one) =>
    one ? formatLocal(series.zone.toLocal(one.startMs)).slice(0, 10) : [],
  );
}

type Example = {
  start: string;
  text: string;
  rule: Rule & { until?: string };
  dates: string[];
};
const examples: Example[] = JSON.parse(
  readFileSync(new URL('../../../test/oracle/dateutil.json', import.meta.url), 'utf8'),
);

test("RFC 5545's examples and python-dateutil's dates", () => {
  const zone = storedZone('America/New_York');
  for (const { start, text, rule, dates } of examples) {
    const { until, ...rest } = rule;
    const ends = until ? { untilMs: zone.toInstant(Date.parse(`${until}Z`)) } : {};
    const from = start.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6');
    const series = made(from, { ...rest, ...ends }, zone.name);
    // The start comes first here also where the rule lacks it, and counts.
    const given = dates.map((date) => date.slice(0, 10));
    const expected = given[0] === from.slice(0, 10) ? given : [from.slice(0, 10), ...given];
    expect([text, ...firstDates(series, expected.length)]).toEqual([text, ...expected]);
    if (dates.length < 40 && (rule.count || until)) {
      expect([text, occurrenceCount(series)]).toEqual([text, dates.length]);
    }
  }
});

describe('days that a month lacks', () => {
  test.each([
    ['omit', ['2027-01-31', '2027-03-31', '2027-05-31', '2027-07-31']],
    ['backward', ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']],
    ['forward', ['2027-01-31', '2027-03-01', '2027-03-31', '2027-05-01']],
  ] as const)('monthly on the 31st, %s', (skip, dates) => {
    expect(firstDates(made('2027-01-31T09:00:00', { frequency: 'monthly', skip }), 4)).toEqual(
      dates,
    );
  });

  test.each([
    ['omit', ['2028-02-29', '2032-02-29', '2036-02-29']],
    ['backward', ['2028-02-29', '2029-02-28', '2030-02-28']],
    ['forward', ['2028-02-29', '2029-03-01', '2030-03-01']],
  ] as const)('yearly on a leap day, %s', (skip, dates) => {
    expect(firstDates(made('2028-02-29T09:00:00', { frequency: 'yearly', skip }), 3)).toEqual(
      dates,
    );
  });

  test('a date reached twice counts once, days from the end never move', () => {
    const rule = { frequency: 'monthly', skip: 'forward', byMonthDay: [1, 29, 30, 31] } as const;
    expect(firstDates(made('2027-02-01T09:00:00', rule), 6)).toEqual([
      ...['2027-02-01', '2027-03-01', '2027-03-29', '2027-03-30', '2027-03-31', '2027-04-01'],
    ]);
    const fromEnd = { frequency: 'monthly', skip: 'forward', byMonthDay: [-31] } as const;
    expect(firstDates(made('2027-01-01T09:00:00', fromEnd), 3)).toEqual([
      ...['2027-01-01', '2027-03-01', '2027-05-01'],
    ]);
  });

  test('a moved day is asked for its weekday where it has come to', () => {
    const byDay = [{ day: 'mo', nthOfPeriod: 1 }] as const;
    const rule = { frequency: 'monthly', skip: 'forward', byMonthDay: [31], byDay } as const;
    expect(firstDates(made('2027-01-31T09:00:00', rule), 4)).toEqual([
      ...['2027-01-31', '2027-03-01', '2028-05-01', '2029-10-01'],
    ]);
  });

  test('the century that is no leap year', () => {
    const series = made('2096-02-29T09:00:00', { frequency: 'yearly' });
    expect(firstDates(series, 2)).toEqual(['2096-02-29', '2104-02-29']);
  });
});

test('a week that lies in two rounds of 400 years', () => {
  const rule = { frequency: 'weekly', byDay: [{ day: 'sa' }], byMonth: [1] } as const;
  const dates = firstDates(made('1999-01-30T09:00:00', rule), 3);
  expect(dates).toEqual(['1999-01-30', '2000-01-01', '2000-01-08']);
});

test('the last weekday of a month', () => {
  const byDay = [{ day: 'fr', nthOfPeriod: -1 }] as const;
  expect(firstDates(made('2027-01-29T09:00:00', { frequency: 'monthly', byDay }), 3)).toEqual([
    ...['2027-01-29', '2027-02-26', '2027-03-26'],
  ]);
});

test('until on the very instant is the last, a second before it is not', () => {
  const untilMs = Date.parse('2027-01-05T09:00:00Z');
  expect(occurrenceCount(made('2027-01-01T09:00:00', { untilMs }))).toBe(5);
  expect(occurrenceCount(made('2027-01-01T09:00:00', { untilMs: untilMs - 1000 }))).toBe(4);
});

test('a start that the rule does not produce comes first and counts', () => {
  const byDay = [{ day: 'mo' }] as const;
  const series = made('2027-01-01T09:00:00', { frequency: 'weekly', byDay, count: 3 });
  expect(firstDates(series, 9)).toEqual(['2027-01-01', '2027-01-04', '2027-01-11']);
});

describe('clock changes', () => {
  const shown = (start: string, rule: Partial<Rule>, count: number, timeZone = 'Europe/Berlin') => {
    const series = made(start, rule, timeZone);
    return Array.from({ length: count }, (_, n) =>
      formatInZone(nthOccurrence(series, n)?.startMs as number, series.zone),
    );
  };

  test('in a gap moves forward, and goes back to its hour; what comes twice is the first', () => {
    expect(shown('2027-03-27T02:30:00', {}, 3)).toEqual([
      '2027-03-27T02:30:00+01:00',
      '2027-03-28T03:30:00+02:00',
      '2027-03-29T02:30:00+02:00',
    ]);
    expect(shown('2027-03-28T02:30:00', {}, 2)[1]).toBe('2027-03-29T02:30:00+02:00');
    expect(shown('2027-10-30T02:30:00', {}, 2)[1]).toBe('2027-10-31T02:30:00+02:00');
  });

  test('a skipped date has no occurrence and does not count', () => {
    expect(shown('2011-12-29T10:00:00', { count: 3 }, 3, 'Pacific/Apia')).toEqual([
      '2011-12-29T10:00:00-10:00',
      '2011-12-31T10:00:00+14:00',
      '2012-01-01T10:00:00+14:00',
    ]);
    const weekly = { frequency: 'weekly' } as const;
    expect(shown('2011-12-26T10:00:00', weekly, 3, 'Pacific/Apia')).toEqual([
      '2011-12-26T10:00:00-10:00',
      '2012-01-02T10:00:00+14:00',
      '2012-01-09T10:00:00+14:00',
    ]);
  });

  const zones = [
    ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Beirut'],
    ...[
      'America/Santiago',
      'Pacific/Apia',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'America/Sao_Paulo',
    ],
  ];
  test.each(zones)('every day from midnight tiles 50 years of %s', (timeZone) => {
    const series = made('1990-01-01T00:00:00', {}, timeZone, 1, 0);
    const days = [...occurrencesIn(series, -Infinity, series.startMs + 50 * 365.25 * DAY)];
    expect(days.length).toBeGreaterThan(18_000);
    expect(days.every(({ startMs }, i) => i === 0 || startMs === days[i - 1]?.endMs)).toBe(true);
    expect(selfCollisionOf(seriesTimeline(series, []))).toBeNull();
  });
});

describe('what a rule must not say', () => {
  const monthly = { frequency: 'monthly', interval: 1, skip: 'omit' } as const;
  test.each<[string, Partial<Rule>]>([
    ['/interval', { interval: 0 }],
    ['/interval', { interval: 1001 }],
    ['/count', { count: 0 }],
    ['/until', { count: 2, untilMs: 0 }],
    ['/byDay', { byDay: [] }],
    ['/byDay/1', { byDay: [{ day: 'mo' }, { day: 'mo' }] }],
    ['/byMonthDay', { byMonthDay: [] }],
    ['/byMonthDay/0', { byMonthDay: [0] }],
    ['/byMonthDay/0', { byMonthDay: [-32] }],
    ['/byMonthDay/1', { byMonthDay: [3, 3] }],
    ['/byMonth/0', { byMonth: [13] }],
    ['/byMonth/1', { byMonth: [2, 2] }],
    ['/byDay/0/nthOfPeriod', { byDay: [{ day: 'mo', nthOfPeriod: 6 }] }],
    ['/byDay/0/nthOfPeriod', { byDay: [{ day: 'mo', nthOfPeriod: 0 }] }],
    ['/byDay/0/nthOfPeriod', { frequency: 'weekly', byDay: [{ day: 'mo', nthOfPeriod: 1 }] }],
    ['/byDay/0/nthOfPeriod', { frequency: 'yearly', byDay: [{ day: 'mo', nthOfPeriod: -54 }] }],
    [
      '/byDay/0/nthOfPeriod',
      { frequency: 'yearly', byMonth: [1], byDay: [{ day: 'mo', nthOfPeriod: 6 }] },
    ],
    ['/byMonthDay', { frequency: 'weekly', byMonthDay: [1] }],
    ['/byMonthDay', { frequency: 'yearly', byMonthDay: [1] }],
    ['/skip', { frequency: 'daily', skip: 'backward' }],
    ['/skip', { frequency: 'weekly', skip: 'forward' }],
  ])('%s of %j', (pointer, part) => {
    const faults = faultsOfRule({ ...monthly, ...part });
    expect(faults).toEqual([{ pointer: `/recurrence${pointer}`, detail: expect.any(String) }]);
  });

  test('what is allowed', () => {
    const byDay = [{ day: 'mo', nthOfPeriod: 53 }] as const;
    expect(faultsOfRule({ ...monthly, frequency: 'yearly', byDay })).toEqual([]);
    expect(faultsOfRule({ ...monthly, byMonthDay: [-31, 31], skip: 'forward' })).toEqual([]);
  });

  const started = (start: string, rule: Partial<Rule>) => {
    const series = made(start, rule);
    return faultsOfStartedRule(series.rule, series).map((fault) => Object.values(fault)[0]);
  };

  test('dates that never come, or until before the start', () => {
    expect(started('2027-01-01T09:00:00', { byMonth: [2], byMonthDay: [30] })).toEqual([
      '/recurrence',
    ]);
    expect(started('9999-12-01T09:00:00', { interval: 40 })).toEqual(['/recurrence']);
    expect(started('2027-01-01T09:00:00', { untilMs: 0 })).toEqual(['/recurrence/until']);
    const byDay = [{ day: 'fr' }] as const;
    const rare = {
      frequency: 'yearly',
      interval: 28,
      byMonth: [2],
      byMonthDay: [29],
      byDay,
    } as const;
    expect(started('2028-01-01T09:00:00', rare)).toEqual([]);
  });

  test('are told within 50 ms of CPU', () => {
    const never = { byMonth: [2, 4, 6, 9, 11], byMonthDay: [31] };
    for (const interval of [1, 2, 7, 999]) {
      const rule: Rule = { frequency: 'daily', interval, skip: 'omit', ...never };
      const start = made('2027-01-01T09:00:00', {});
      const before = process.cpuUsage();
      expect(faultsOfStartedRule(rule, start)).toHaveLength(1);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(50);
      expect(occurrenceCount(compileSeries(rule, start))).toBe(1);
    }
  });
});
