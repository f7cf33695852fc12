// The oracle: asks every day whether a rule gives it, by Temporal alone, and lists occurrences one after the other.
// It shares no code with the module that it judges, and is as plain as the contract's sentences.

import { hasDate, instantOf, plainAt, wallOf } from './instants.ts';

export type OracleRule = {
  frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
  interval: number;
  byDay?: readonly { day: string; nthOfPeriod?: number }[];
  byMonthDay?: readonly number[];
  byMonth?: readonly number[];
  skip: 'omit' | 'backward' | 'forward';
  count?: number;
  untilMs?: number;
};

/** A series as a client would describe it; wall clocks without offset. `second`: the later of a start that comes twice. */
export type OracleSeries = {
  start: string;
  second?: boolean;
  ruleStart?: string;
  timeZone: string;
  days: number;
  ms: number;
  rule: OracleRule | null;
};

export type OracleOccurrence = { startMs: number; endMs: number };

type Day = {
  /** Days since 1970-01-01. */
  number: number;
  year: number;
  month: number;
  day: number;
  weekday: string;
  daysInMonth: number;
  dayOfYear: number;
  daysInYear: number;
  monday: number;
};

const DAY = 86_400_000;
const EPOCH = Temporal.PlainDate.from('1970-01-01');
const NAMES = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const END = Temporal.Instant.from('9999-12-31T00:00:00Z').epochMilliseconds;
const known = new Map<number, readonly Day[]>();

/** The days of a month, in order; the month by its number from year 0. */
function daysOf(month: number): readonly Day[] {
  let days = known.get(month);
  if (!days) {
    if (known.size > 10_000) known.clear();
    days = describe(Temporal.PlainDate.from('0000-01-01').add({ months: month }));
    known.set(month, days);
  }
  return days;
}

/** Temporal is asked of the first of the month; what it says goes on by one each day. */
function describe(first: Temporal.PlainDate): Day[] {
  const { year, month, daysInMonth, daysInYear, dayOfYear, dayOfWeek } = first;
  const start = EPOCH.until(first, { largestUnit: 'days' }).days;
  return Array.from({ length: daysInMonth }, (_, i) => {
    const [number, fromMonday] = [start + i, (dayOfWeek - 1 + i) % 7];
    return {
      ...{ number, year, month, day: i + 1, daysInMonth, daysInYear },
      ...{ dayOfYear: dayOfYear + i, weekday: NAMES[fromMonday] as string },
      monday: number - fromMonday,
    };
  });
}

const monthOf = ({ year, month }: { year: number; month: number }) => year * 12 + month - 1;

/** Whether the rule that counts from `start` gives this date. */
function gives(rule: OracleRule, start: Day, date: Day): boolean {
  if (rule.frequency === 'daily') return givesDaily(rule, date.number - start.number, date);
  if (rule.frequency === 'weekly') return givesWeekly(rule, start, date);
  if (rule.frequency === 'yearly' && rule.byDay && !rule.byMonth) {
    return (date.year - start.year) % rule.interval === 0 && isNth(rule.byDay, date, 'year');
  }
  return (
    (isListed(rule, start, date) || isMovedTo(rule, start, date)) &&
    (!rule.byDay || isNth(rule.byDay, date, 'month'))
  );
}

function givesDaily(rule: OracleRule, distance: number, date: Day): boolean {
  const { interval, byDay, byMonth, byMonthDay } = rule;
  if (distance % interval !== 0) return false;
  if (byMonth && !byMonth.includes(date.month)) return false;
  if (byMonthDay && !byMonthDay.some((n) => dayOfMonth(n, date) === date.day)) return false;
  return !byDay || byDay.some(({ day }) => day === date.weekday);
}

function givesWeekly(rule: OracleRule, start: Day, date: Day): boolean {
  const { interval, byDay, byMonth } = rule;
  if (((date.monday - start.monday) / 7) % interval !== 0) return false;
  if (byMonth && !byMonth.includes(date.month)) return false;
  return (byDay?.map(({ day }) => day) ?? [start.weekday]).includes(date.weekday);
}

/** Whether a monthly or yearly rule asks anything of this month. */
function asksMonth(rule: OracleRule, start: Day, { year, month }: Day): boolean {
  const { frequency, interval, byDay, byMonth } = rule;
  if (byMonth && !byMonth.includes(month)) return false;
  if (frequency === 'yearly') {
    if (!byMonth && !byDay && month !== start.month) return false;
    return (year - start.year) % interval === 0;
  }
  return (year * 12 + month - start.year * 12 - start.month) % interval === 0;
}

const monthDaysOf = (rule: OracleRule, start: Day) =>
  rule.byMonthDay ?? (rule.byDay ? null : [start.day]);

function isListed(rule: OracleRule, start: Day, date: Day): boolean {
  if (!asksMonth(rule, start, date)) return false;
  const days = monthDaysOf(rule, start);
  return days === null || days.some((n) => dayOfMonth(n, date) === date.day);
}

/** Whether a day that its month lacks is moved to this one. */
function isMovedTo(rule: OracleRule, start: Day, date: Day): boolean {
  const month = monthMovedFrom(rule, date);
  if (!month || !asksMonth(rule, start, month)) return false;
  return monthDaysOf(rule, start)?.some((n) => n > month.daysInMonth) ?? false;
}

function monthMovedFrom({ skip }: OracleRule, date: Day): Day | undefined {
  if (skip === 'backward' && date.day === date.daysInMonth) return date;
  return skip === 'forward' && date.day === 1 ? daysOf(monthOf(date) - 1)[0] : undefined;
}

function dayOfMonth(n: number, date: Day): number {
  return n > 0 ? n : date.daysInMonth + 1 + n;
}

function isNth(byDay: NonNullable<OracleRule['byDay']>, date: Day, period: string): boolean {
  const place = period === 'year' ? date.dayOfYear : date.day;
  const length = period === 'year' ? date.daysInYear : date.daysInMonth;
  return byDay.some(({ day, nthOfPeriod: n }) => {
    if (day !== date.weekday) return false;
    if (n === undefined) return true;
    const k = Math.abs(n);
    const counted = n > 0 ? place : length - place + 1;
    return counted > (k - 1) * 7 && counted <= k * 7;
  });
}

/** The occurrences in order of start, while they start before `untilMs`; the first, and those that may last beyond `fromMs`. */
export function* occurrencesOf(
  series: OracleSeries,
  untilMs: number = END,
  fromMs?: number,
): Generator<OracleOccurrence> {
  const { timeZone, rule } = series;
  const start = wallOf(Temporal.PlainDateTime.from(series.start));
  yield occurrenceAt(series, start, series.second ? 'later' : 'compatible');
  if (!rule) return;
  let left = (rule.count ?? Infinity) - 1;
  for (const wallMs of wallClocksOf(series, rule, untilMs, fromMs)) {
    const occurrence = occurrenceAt(series, wallMs, 'compatible');
    if (!hasDate(timeZone, wallMs)) continue;
    if (occurrence.startMs > (rule.untilMs ?? END) || occurrence.endMs > END) return;
    if (occurrence.startMs >= untilMs || left === 0) return;
    left -= 1;
    yield occurrence;
  }
}

/** The wall clocks after the first that the rule gives, day by day. */
function* wallClocksOf(series: OracleSeries, rule: OracleRule, untilMs: number, fromMs?: number) {
  const first = Temporal.PlainDateTime.from(series.start);
  const counted = Temporal.PlainDateTime.from(series.ruleStart ?? series.start);
  const [after, start] = [dayOf(first), dayOf(counted)];
  const timeOfDay = wallOf(counted) - start.number * DAY;
  // Who counts must begin at the beginning.
  const whole = fromMs === undefined || rule.count !== undefined;
  const begin = Math.max(after.number, whole ? -Infinity : dayWithin(series, fromMs));
  const end = untilMs / DAY + 2;
  for (let month = monthOf(plainAt(begin * DAY)); ; month += 1) {
    for (const date of daysOf(month)) {
      if (date.number > end) return;
      if (date.number <= after.number || !gives(rule, start, date)) continue;
      yield date.number * DAY + timeOfDay;
    }
  }
}

function dayOf(wall: Temporal.PlainDateTime): Day {
  return daysOf(monthOf(wall))[wall.day - 1] as Day;
}

/** A day before all whose occurrences may last beyond an instant. */
function dayWithin({ days, ms }: OracleSeries, instantMs: number): number {
  return Math.floor((instantMs - ms) / DAY) - days - 3;
}

function occurrenceAt(
  { timeZone, days, ms }: OracleSeries,
  wallMs: number,
  disambiguation: 'compatible' | 'later',
): OracleOccurrence {
  const startMs = instantOf(timeZone, wallMs, disambiguation);
  const end = days === 0 ? startMs : instantOf(timeZone, wallMs + days * DAY);
  return { startMs, endMs: end + ms };
}
