// Windows of one series near its start, 10 and 1,000 years on, against other libraries in the same run (µs a window, and ratios).
// Usage: npm install in bench/recurrence/, then node bench/recurrence/expansion.ts

import { occurrencesIn } from '../../services/entry/src/domain/recurrence/series.ts';
import { compiled } from '../../services/entry/test/oracle/compiled.ts';

const DAY = 86_400_000;
const START = '2027-01-04T09:00:00';
const ZONE = 'Europe/Berlin';
const week = (year: number) => Date.UTC(year, 5, 7);

const series = compiled({
  ...{ start: START, timeZone: ZONE, days: 0, ms: 3_600_000 },
  rule: { frequency: 'daily', interval: 1, skip: 'omit' },
});

/** The best of several rounds, in µs a call. */
function time(call: () => unknown, calls: number): number {
  const rounds = Array.from({ length: calls > 1 ? 7 : 2 }, () => {
    const before = performance.now();
    for (let i = 0; i < calls; i += 1) call();
    return ((performance.now() - before) * 1_000) / calls;
  });
  return Math.min(...rounds);
}

/** The libraries are this folder's own, which the checks do without. */
const load = (name: string) => import(name);

const say = (name: string, us: number, own: number) =>
  process.stdout.write(
    `${name.padEnd(28)} ${us.toFixed(2).padStart(12)} µs  ${(us / own).toFixed(1)}x\n`,
  );

for (const days of [7, 30]) {
  const own = time(() => occurrencesIn(series, week(2027), week(2027) + days * DAY), 5_000);
  process.stdout.write(`${days} days\n`);
  for (const year of [2027, 2037, 3027]) {
    const us = time(() => occurrencesIn(series, week(year), week(year) + days * DAY), 5_000);
    say(`own, ${year}`, us, own);
  }
  const [from, to] = [week(2037), week(2037) + days * DAY];
  const { RRuleTemporal } = await load('rrule-temporal');
  const temporal = new RRuleTemporal({
    freq: 'DAILY',
    interval: 1,
    dtstart: Temporal.PlainDateTime.from(START).toZonedDateTime(ZONE),
  } as never);
  const zoned = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE);
  const [zonedFrom, zonedTo] = [zoned(from), zoned(to)];
  say(
    'rrule-temporal, 2037',
    time(() => temporal.between(zonedFrom, zonedTo, true), 200),
    own,
  );
  const { default: rrule } = await load('rrule');
  const js = new rrule.RRule(
    { freq: rrule.RRule.DAILY, dtstart: new Date(`${START}Z`), tzid: ZONE },
    true,
  );
  say(
    'rrule, 2037',
    time(() => js.between(new Date(from), new Date(to), true), 1),
    own,
  );
  const { DateTime, DtStart, Frequency, RRule, RRuleSet } = await load('rrule-rust');
  const rust = new RRuleSet({
    dtstart: new DtStart({ value: DateTime.local(2027, 1, 4, 9, 0, 0), tzid: ZONE }),
    rrules: [new RRule({ frequency: Frequency.Daily })],
  });
  rust.cache.disable();
  const [rustFrom, rustTo] = [from, to].map((ms) => {
    const { year, month, day, hour } = zoned(ms);
    return DateTime.local(year, month, day, hour, 0, 0);
  });
  say(
    'rrule-rust, 2037',
    time(() => rust.between(rustFrom, rustTo, true), 5),
    own,
  );
  const { default: ical } = await load('ical.js');
  const rule = ical.Recur.fromString('FREQ=DAILY');
  const expand = () => {
    const next = rule.iterator(ical.Time.fromDateTimeString(START));
    for (let at = next.next(); at && at.toJSDate().getTime() < to; at = next.next());
  };
  say('ical.js (no zone), 2037', time(expand, 1), own);
}
