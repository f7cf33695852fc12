// A rule, the start of a series, its zone and duration in; the series' occurrences out, asked by window, by place or by instant.
// No answer costs more for lying further from the start. All instants are epoch ms, all wall clocks local ms.

import { endOf } from '../time/anchor.ts';
import { DAY } from '../time/civil.ts';
import type { Duration } from '../time/duration.ts';
import { END_OF_TIME } from '../time/timestamp.ts';
import type { Zone } from '../time/zone.ts';
import { type Dates, dateCount, dateOfRank, datesBefore, datesOf } from './dates.ts';
import { patternOf } from './pattern.ts';
import type { Rule } from './rule.ts';

/** Half-open; the start is the original one, which names the occurrence. */
export type Occurrence = { startMs: number; endMs: number };

/** `wallMs` is the wall clock of the start as sent; `ruleWallMs` that which the rule counts from, another after a split. */
export type SeriesStart = {
  startMs: number;
  wallMs: number;
  ruleWallMs: number;
  zone: Zone;
  duration: Duration;
};

export type Series = SeriesStart & {
  rule: Rule;
  first: Occurrence;
  /** The local dates of all occurrences after the first. */
  dates: Dates;
  /** When they start, in ms after midnight of their dates. */
  timeOfDay: number;
};

// A wall clock and its instant are less than a day apart; in a gap of a day it would be on a date that does not exist.
const SLACK_DAYS = 1;

/** Makes a series ready to be asked. The start must be one that `planSchedule` lets in. */
export function compileSeries(rule: Rule, start: SeriesStart): Series {
  const { startMs, wallMs, ruleWallMs, zone, duration } = start;
  const startDay = Math.floor(wallMs / DAY);
  const ruleDay = Math.floor(ruleWallMs / DAY);
  const first = { startMs, endMs: endOf(startMs, wallMs, duration, zone) };
  const pattern = patternOf(rule, ruleDay);
  // Nothing that ends in time starts later than this date.
  const range = { first: startDay + 1, last: Math.floor(END_OF_TIME / DAY) + 1 - duration.days };
  const dates = datesOf(pattern, range, zone.skippedDates);
  const series = { ...start, rule, first, dates, timeOfDay: ruleWallMs - ruleDay * DAY };
  dates.last = lastDate(series);
  return series;
}

/** The last date that count, until and the end of time allow; before the first one where they allow none. */
function lastDate(series: Series): number {
  const { dates, rule } = series;
  const counted = rule.count === undefined ? dateCount(dates) : rule.count - 1;
  for (
    let rank = Math.min(counted, dateCount(dates), rankBound(series)) - 1;
    rank >= 0;
    rank -= 1
  ) {
    const day = dateOfRank(dates, rank) as number;
    const { startMs, endMs } = occurrenceOn(series, day);
    if (endMs <= END_OF_TIME && startMs <= (rule.untilMs ?? END_OF_TIME)) return day;
  }
  return dates.first - 1;
}

/** A rank past every occurrence that starts by `until`, and only a few past it. */
function rankBound({ dates, rule }: Series): number {
  if (rule.untilMs === undefined) return Number.POSITIVE_INFINITY;
  return datesBefore(dates, Math.floor(rule.untilMs / DAY) + SLACK_DAYS + 1);
}

/** The occurrence on a date of the series. */
export function occurrenceOn(series: Series, localDay: number): Occurrence {
  const { zone, duration, timeOfDay } = series;
  const wallMs = localDay * DAY + timeOfDay;
  const startMs = zone.toInstant(wallMs);
  return { startMs, endMs: endOf(startMs, wallMs, duration, zone) };
}

/** How many occurrences the series has, to the end of time. */
export function occurrenceCount(series: Series): number {
  return 1 + dateCount(series.dates);
}

/** The n-th occurrence, from 0; null where there are not so many. */
export function nthOccurrence(series: Series, n: number): Occurrence | null {
  if (n === 0) return series.first;
  const day = dateOfRank(series.dates, n - 1);
  return day === null ? null : occurrenceOn(series, day);
}

/** How many occurrences start before an instant; also the place of the first one at or after it. */
export function countBefore(series: Series, instantMs: number): number {
  if (instantMs <= series.startMs) return 0;
  let n = 1 + datesBefore(series.dates, dayBefore(instantMs));
  for (;;) {
    const occurrence = nthOccurrence(series, n);
    if (occurrence === null || occurrence.startMs >= instantMs) return n;
    n += 1;
  }
}

/** A local day on which an occurrence surely starts before the instant, if it is there. */
function dayBefore(instantMs: number): number {
  return Math.floor(instantMs / DAY) - SLACK_DAYS;
}

/** The first occurrence that starts at or after an instant; null where there is none. */
export function nextOccurrence(series: Series, instantMs: number): Occurrence | null {
  return nthOccurrence(series, countBefore(series, instantMs));
}

/** Whether an occurrence starts at this very instant. */
export function isOccurrence(series: Series, instantMs: number): boolean {
  return nextOccurrence(series, instantMs)?.startMs === instantMs;
}

/** The occurrences that have any time in [fromMs, toMs), in order of start. */
export function* occurrencesIn(
  series: Series,
  fromMs: number,
  toMs: number,
): Generator<Occurrence> {
  const { first, dates, duration } = series;
  if (first.startMs < toMs && first.endMs > fromMs) yield first;
  let rank = datesBefore(dates, dayBefore(fromMs - duration.ms) - duration.days);
  for (;;) {
    const day = dateOfRank(dates, rank);
    if (day === null) return;
    rank += 1;
    const occurrence = occurrenceOn(series, day);
    if (occurrence.startMs >= toMs) return;
    if (occurrence.endMs > fromMs) yield occurrence;
  }
}
