// The oracle: asks every day whether a rule gives it, by Temporal alone, and lists occurrences one after the other.
// It shares no code with the module that it judges, and is as plain as the contract's sentences.

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

const EPOCH = Temporal.PlainDate.from('1970-01-01');
const NAMES = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const END = Temporal.Instant.from('9999-12-31T00:00:00Z').epochMilliseconds;
// The only ones among the zones of the tests, and the last time that any zone did it.
const SKIPPING = new Set(['Pacific/Apia', 'Pacific/Kwajalein', 'Asia/Manila']);
const LAST_SKIPPED = Date.UTC(2012, 0, 1);
const known = new Map<number, readonly Day[]>();

/** What Temporal says of the days of a month, in order; the month by its number from year 0. */
function daysOf(month: number): readonly Day[] {
  let days = known.get(month);
  if (!days) {
    if (known.size > 5_000) known.clear();
    const first = Temporal.PlainDate.from('0000-01-01').add({ months: month });
    days = Array.from({ length: first.daysInMonth }, (_, i) => describe(first.add({ days: i })));
    known.set(month, days);
  }
  return days;
}

function describe(date: Temporal.PlainDate): Day {
  const { year, month, day, daysInMonth, daysInYear, dayOfYear, dayOfWeek } = date;
  const number = EPOCH.until(date, { largestUnit: 'days' }).days;
  const weekday = NAMES[dayOfWeek - 1] as string;
  const monday = number - dayOfWeek + 1;
  return { number, year, month, day, daysInMonth, daysInYear, dayOfYear, weekday, monday };
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
  const start = Temporal.PlainDateTime.from(series.start);
  yield occurrenceAt(series, start, series.second ? 'later' : 'compatible');
  const { rule } = series;
  if (!rule) return;
  let left = (rule.count ?? Infinity) - 1;
  for (const wall of wallClocksOf(series, rule, untilMs, fromMs)) {
    const occurrence = occurrenceAt(series, wall, 'compatible');
    if (isSkipped(wall, occurrence.startMs, series.timeZone)) continue;
    if (occurrence.startMs > (rule.untilMs ?? END) || occurrence.endMs > END) return;
    if (occurrence.startMs >= untilMs || left === 0) return;
    left -= 1;
    yield occurrence;
  }
}

/** Whether the zone has no such date: it is not there at midnight, nor at this wall clock. */
function isSkipped(wall: Temporal.PlainDateTime, startMs: number, timeZone: string): boolean {
  if (!SKIPPING.has(timeZone) || startMs > LAST_SKIPPED) return false;
  const date = wall.toPlainDate();
  return !date.toZonedDateTime(timeZone).toPlainDate().equals(date);
}

/** The wall clocks after the first that the rule gives, day by day. */
function* wallClocksOf(series: OracleSeries, rule: OracleRule, untilMs: number, fromMs?: number) {
  const wall = Temporal.PlainDateTime.from(series.ruleStart ?? series.start);
  const start = daysOf(monthOf(wall))[wall.day - 1] as Day;
  const first = Temporal.PlainDate.from(series.start);
  const after = describe(first).number;
  // Who counts must begin at the beginning.
  const begin =
    fromMs === undefined || rule.count !== undefined
      ? first
      : later(first, dayWithin(series, fromMs));
  for (let month = monthOf(begin); ; month += 1) {
    for (const date of daysOf(month)) {
      if ((date.number - 2) * 86_400_000 > untilMs) return;
      if (date.number <= after || !gives(rule, start, date)) continue;
      const { year, month: inYear, day } = date;
      yield new Temporal.PlainDateTime(year, inYear, day, wall.hour, wall.minute, wall.second);
    }
  }
}

/** A date before all whose occurrences may last beyond an instant. */
function dayWithin({ days, ms }: OracleSeries, instantMs: number): Temporal.PlainDate {
  const number = Math.floor((instantMs - ms) / 86_400_000) - days - 3;
  return EPOCH.add({ days: number });
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? other : one;
}

function occurrenceAt(
  { timeZone, days, ms }: OracleSeries,
  wall: Temporal.PlainDateTime,
  disambiguation: 'compatible' | 'later',
): OracleOccurrence {
  const start = wall.toZonedDateTime(timeZone, { disambiguation });
  const end = days === 0 ? start : wall.add({ days }).toZonedDateTime(timeZone);
  return { startMs: start.epochMilliseconds, endMs: end.epochMilliseconds + ms };
}
