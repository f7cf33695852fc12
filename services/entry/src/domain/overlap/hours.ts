// The hours of the UTC week in which an entry can ever be busy: a timeline in, a set of 168 hours out. Two that share none never meet,
// which rules out most pairs at the price of six words.

import { floorMod, type Pattern } from '../recurrence/pattern.ts';
import { DAY, HOUR } from '../time/civil.ts';
import { offsetsFrom } from './offsets.ts';
import type { Course, Timeline } from './timeline.ts';

/** Bit h is hour h of the week; weeks begin with the epoch's Thursday. */
export type Hours = Int32Array;

const HOURS_OF_WEEK = 168;
const WORDS = Math.ceil(HOURS_OF_WEEK / 32);

/** Every hour that one of its times may touch, whatever clock changes do. */
export function hoursOf({ moments, course }: Timeline): Hours {
  const hours = new Int32Array(WORDS);
  for (const { startMs, endMs } of moments) mark(hours, startMs, endMs);
  if (course) markCourse(hours, course);
  return hours;
}

/** False is a proof that they never meet. */
export function shareHours(one: Hours, other: Hours): boolean {
  for (let i = 0; i < WORDS; i += 1) {
    if (((one[i] as number) & (other[i] as number)) !== 0) return true;
  }
  return false;
}

/** For each hour of the week whether something that begins in it and lasts `lengthMs` at most may touch one of these hours: 168 of 0 and 1. */
export function startHours(hours: Hours, lengthMs: number): string {
  const reach = Math.ceil(lengthMs / HOUR);
  return Array.from({ length: HOURS_OF_WEEK }, (_, hour) => {
    for (let later = 0; later <= Math.min(reach, HOURS_OF_WEEK); later += 1) {
      if (has(hours, (hour + later) % HOURS_OF_WEEK)) return '1';
    }
    return '0';
  }).join('');
}

function has(hours: Hours, hour: number): boolean {
  return ((hours[hour >> 5] as number) & (1 << (hour & 31))) !== 0;
}

function mark(hours: Hours, fromMs: number, toMs: number): void {
  const first = Math.floor(fromMs / HOUR);
  const last = Math.min(Math.ceil(toMs / HOUR), first + HOURS_OF_WEEK);
  for (let hour = first; hour < last; hour += 1) {
    const ofWeek = floorMod(hour, HOURS_OF_WEEK);
    hours[ofWeek >> 5] = (hours[ofWeek >> 5] as number) | (1 << (ofWeek & 31));
  }
}

function markCourse(hours: Hours, { series }: Course): void {
  const { zone, duration, timeOfDay, dates } = series;
  // Wall clocks of its starts and ends have one of these offsets.
  const { min, max } = offsetsFrom(zone, (dates.first - 1) * DAY);
  const length = duration.days * DAY + duration.ms;
  for (const weekday of weekdaysHit(dates.pattern)) {
    const wallMs = weekday * DAY + timeOfDay;
    mark(hours, wallMs - max, wallMs - min + length);
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
