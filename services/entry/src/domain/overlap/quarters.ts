// The quarters of an hour of the UTC week in which an entry can ever be busy: a timeline in, a set of 672 out. Two that share none never
// meet, which rules out most pairs at the price of 21 words.

import { floorMod, type Pattern } from '../recurrence/pattern.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { everyOffset } from './offsets.ts';
import type { Course, Timeline } from './timeline.ts';

export const QUARTER = HOUR / 4;
export const QUARTERS_OF_WEEK = 672;

/** Bit q is quarter q of the week; weeks begin with the epoch's Thursday. */
export type Quarters = Int32Array;

const WORDS = QUARTERS_OF_WEEK / 32;

/** Every quarter that one of its times may touch, whatever clock changes do. */
export function quartersOf({ moments, course }: Timeline): Quarters {
  const quarters = new Int32Array(WORDS);
  for (const { startMs, endMs } of moments) mark(quarters, startMs, endMs);
  if (course) markCourse(quarters, course);
  return quarters;
}

/** False is a proof that they never meet. */
export function shareQuarters(one: Quarters, other: Quarters): boolean {
  for (let i = 0; i < WORDS; i += 1) {
    if (((one[i] as number) & (other[i] as number)) !== 0) return true;
  }
  return false;
}

/** For each quarter of the week, how many quarters on the next of these is: 0 for one of them, 672 where there is none. */
export function quartersAhead(quarters: Quarters): number[] {
  const ahead = Array<number>(QUARTERS_OF_WEEK).fill(QUARTERS_OF_WEEK);
  let next = Number.POSITIVE_INFINITY;
  for (let quarter = 2 * QUARTERS_OF_WEEK - 1; quarter >= 0; quarter -= 1) {
    const ofWeek = quarter % QUARTERS_OF_WEEK;
    if (has(quarters, ofWeek)) next = quarter;
    ahead[ofWeek] = Math.min(next - quarter, QUARTERS_OF_WEEK);
  }
  return ahead;
}

function has(quarters: Quarters, quarter: number): boolean {
  return ((quarters[quarter >> 5] as number) & (1 << (quarter & 31))) !== 0;
}

function mark(quarters: Quarters, fromMs: number, toMs: number): void {
  const first = Math.floor(fromMs / QUARTER);
  const last = Math.min(Math.ceil(toMs / QUARTER), first + QUARTERS_OF_WEEK);
  for (let quarter = first; quarter < last; quarter += 1) {
    const ofWeek = floorMod(quarter, QUARTERS_OF_WEEK);
    quarters[ofWeek >> 5] = (quarters[ofWeek >> 5] as number) | (1 << (ofWeek & 31));
  }
}

function markCourse(quarters: Quarters, { series }: Course): void {
  const { zone, duration, timeOfDay, dates } = series;
  const offsets = everyOffset(zone, (dates.first - 1) * DAY);
  // Where days are added to the wall clock, the end may have another offset than the start.
  const shift = duration.days > 0 ? Math.max(...offsets) - Math.min(...offsets) : 0;
  const length = duration.days * DAY + duration.ms + shift;
  for (const weekday of weekdaysHit(dates.pattern)) {
    for (const offset of offsets) {
      const startMs = weekday * DAY + timeOfDay - offset;
      mark(quarters, startMs, startMs + length);
    }
  }
}

const weekdaysKept = new WeakMap<Pattern, readonly number[]>();

/** The days of the week, counted from the epoch's Thursday as 0, on which its dates fall. */
function weekdaysHit(pattern: Pattern): readonly number[] {
  let weekdays = weekdaysKept.get(pattern);
  if (!weekdays) {
    const { base, period, offsets } = pattern;
    const found = new Set<number>();
    // A period that is no whole number of weeks brings every date to every weekday.
    if (period % 7 !== 0) for (let day = 0; day < 7; day += 1) found.add(day);
    else for (const offset of offsets) found.add(floorMod(base + offset, 7));
    weekdays = [...found];
    weekdaysKept.set(pattern, weekdays);
  }
  return weekdays;
}
