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
const known = new Map<number, Day>();

const numberOf = (date: Temporal.PlainDate) => EPOCH.until(date, { largestUnit: 'days' }).days;

/** What Temporal says of a day; asked once for each month. */
function dayOf(number: number): Day {
  const day = known.get(number);
  if (day) return day;
  if (known.size > 100_000) known.clear();
  const first = EPOCH.add({ days: number }).with({ day: 1 });
  const { year, month, daysInMonth, daysInYear, dayOfYear, dayOfWeek } = first;
  const numberOfFirst = numberOf(first);
  for (let i = 0; i < daysInMonth; i += 1) {
    const weekday = (dayOfWeek - 1 + i) % 7;
    known.set(numberOfFirst + i, {
      ...{ year, month, daysInMonth, daysInYear },
      day: i + 1,
      weekday: NAMES[weekday] as string,
      dayOfYear: dayOfYear + i,
      monday: numberOfFirst + i - weekday,
    });
  }
  return known.get(number) as Day;
}

/** Whether the rule that counts from `from` gives this date. */
export function gives(rule: OracleRule, from: number, number: number): boolean {
  const date = dayOf(number);
  const start = dayOf(from);
  if (rule.frequency === 'daily') return givesDaily(rule, number - from, date);
  if (rule.frequency === 'weekly') return givesWeekly(rule, start, date);
  if (rule.frequency === 'yearly' && rule.byDay && !rule.byMonth) {
    return (date.year - start.year) % rule.interval === 0 && isNth(rule.byDay, date, 'year');
  }
  const before = dayOf(number - 1);
  return (
    (isListed(rule, start, date) || isMovedTo(rule, start, date, before)) &&
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
function isMovedTo(rule: OracleRule, start: Day, date: Day, before: Day): boolean {
  const isLast = date.day === date.daysInMonth;
  const home = {
    omit: null,
    backward: isLast ? date : null,
    forward: date.day === 1 ? before : null,
  };
  const month = home[rule.skip];
  if (!month || !asksMonth(rule, start, month)) return false;
  return monthDaysOf(rule, start)?.some((n) => n > month.daysInMonth) ?? false;
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
  const ruleStart = Temporal.PlainDateTime.from(series.ruleStart ?? series.start);
  const { hour, minute, second } = ruleStart;
  const from = numberOf(ruleStart.toPlainDate());
  const last = Math.ceil(untilMs / 86_400_000) + 2;
  const first = numberOf(Temporal.PlainDate.from(series.start)) + 1;
  // Who counts must begin at the beginning.
  const skipTo =
    fromMs === undefined || rule.count !== undefined
      ? first
      : Math.floor((fromMs - series.ms) / 86_400_000) - series.days - 3;
  for (let number = Math.max(first, skipTo); number <= last; number += 1) {
    if (!gives(rule, from, number)) continue;
    const { year, month, day } = dayOf(number);
    yield new Temporal.PlainDateTime(year, month, day, hour, minute, second);
  }
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
