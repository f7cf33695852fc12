// A week's and a month's window of one series: right after its start, 10 and 1,000 years on, and 10 years on by other libraries.
// All of a table take turns in every round; medians over the rounds, in µs a window and as ratios to the table's first line.
// Usage: npm install in bench/recurrence/, then node --expose-gc bench/recurrence/expansion.ts [rounds]

import { occurrencesIn } from '../../services/entry/src/domain/recurrence/series.ts';
import { compiled } from '../../services/entry/test/oracle/compiled.ts';

type Window = { from: number; to: number; dates: number };
/** `expand` gives the number of dates that it found, `dates` how many there are. */
type Contestant = { name: string; expand: () => number; dates: number };

const DAY = 86_400_000;
const START = '2027-01-04T09:00:00';
const ZONE = 'Europe/Berlin';
const ROUND_US = 20_000;
const rounds = Number(process.argv[2] ?? 15);

const zoned = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE);

/** From a Monday early in January on, so that every year's window has as many dates and no clock change. */
function windowOf(year: number, days: number): Window {
  const january = Date.UTC(year, 0, 11);
  const from = january - ((january / DAY + 3) % 7) * DAY;
  return { from, to: from + days * DAY, dates: days };
}

const series = compiled({
  ...{ start: START, timeZone: ZONE, days: 0, ms: 3_600_000 },
  rule: { frequency: 'daily', interval: 1, skip: 'omit' },
});

const own = (year: number, days: number): Contestant => {
  const { from, to, dates } = windowOf(year, days);
  return { name: `own, ${year}`, expand: () => [...occurrencesIn(series, from, to)].length, dates };
};

/** The libraries are this folder's own, which the checks do without. */
const load = (name: string) => import(name);

async function rruleTemporal({ from, to, dates }: Window): Promise<Contestant> {
  const { RRuleTemporal } = await load('rrule-temporal');
  const dtstart = Temporal.PlainDateTime.from(START).toZonedDateTime(ZONE);
  const rule = new RRuleTemporal({ freq: 'DAILY', interval: 1, dtstart });
  const [first, last] = [zoned(from), zoned(to)];
  return { name: 'rrule-temporal', expand: () => rule.between(first, last, true).length, dates };
}

async function rrule({ from, to, dates }: Window): Promise<Contestant> {
  const { default: library } = await load('rrule');
  const options = { freq: library.RRule.DAILY, dtstart: new Date(`${START}Z`), tzid: ZONE };
  const rule = new library.RRule(options, true);
  return {
    name: 'rrule',
    expand: () => rule.between(new Date(from), new Date(to), true).length,
    dates,
  };
}

async function rruleRust({ from, to, dates }: Window): Promise<Contestant> {
  const { DateTime, DtStart, Frequency, RRule, RRuleSet } = await load('rrule-rust');
  const rule = new RRuleSet({
    dtstart: new DtStart({ value: DateTime.local(2027, 1, 4, 9, 0, 0), tzid: ZONE }),
    rrules: [new RRule({ frequency: Frequency.Daily })],
  });
  rule.cache.disable();
  const [first, last] = [from, to].map((ms) => {
    const { year, month, day, hour } = zoned(ms);
    return DateTime.local(year, month, day, hour, 0, 0);
  });
  return { name: 'rrule-rust', expand: () => rule.between(first, last, true).length, dates };
}

async function icalJs({ from, to, dates }: Window): Promise<Contestant> {
  const { default: library } = await load('ical.js');
  const rule = library.Recur.fromString('FREQ=DAILY');
  const expand = () => {
    const next = rule.iterator(library.Time.fromDateTimeString(START));
    let found = 0;
    for (let at = next.next(); at && at.toJSDate().getTime() < to; at = next.next()) {
      if (at.toJSDate().getTime() >= from) found += 1;
    }
    return found;
  };
  return { name: 'ical.js (no zone)', expand, dates };
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** µs of CPU a call, over as many calls as fill a round. */
function time({ name, expand, dates }: Contestant): number {
  // What one leaves behind is not to be cleared away in another's turn.
  globalThis.gc?.();
  const began = cpu();
  let [calls, found, passed] = [0, 0, 0];
  do {
    // The clock is asked seldom, or it would be half of what is measured.
    const batch = Math.max(1, Math.min(calls, 1_000));
    for (let i = 0; i < batch; i += 1) found += expand();
    calls += batch;
    passed = cpu() - began;
  } while (passed < ROUND_US);
  if (found !== calls * dates) throw new Error(`${name} finds ${found / calls} dates`);
  return passed / calls;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** Each round begins with another, so that none always comes after the same. */
function inTurns(all: readonly Contestant[], rounds: number): number[][] {
  const measured = all.map(() => [] as number[]);
  for (let turn = 0; turn < rounds * all.length; turn += 1) {
    const place = (turn + Math.floor(turn / all.length)) % all.length;
    measured[place]?.push(time(all[place] as Contestant));
  }
  return measured;
}

function compare(all: readonly Contestant[], rounds: number): void {
  inTurns(all, 1);
  const measured = inTurns(all, rounds);
  const first = measured[0] as number[];
  for (const [place, { name }] of all.entries()) {
    const times = measured[place] as number[];
    const ratio = median(times.map((us, round) => us / (first[round] as number)));
    const shown = [median(times).toFixed(2).padStart(14), ratio.toFixed(2).padStart(14)];
    process.stdout.write(`  ${name.padEnd(20)}${shown.join(' µs')}\n`);
  }
}

for (const days of [7, 30]) {
  process.stdout.write(`${days} days\n`);
  compare([own(2027, days), own(2037, days), own(3027, days)], 4 * rounds);
  const libraries = [rruleTemporal, rruleRust, icalJs, rrule];
  const others = await Promise.all(libraries.map((make) => make(windowOf(2037, days))));
  compare([own(2037, days), ...others], rounds);
}
