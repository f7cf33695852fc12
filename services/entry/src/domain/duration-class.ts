// The part of the index in which an entry lies: single entries by their real length, series in a part of their own.

import { DAY, HOUR } from './time/civil.ts';
import { MAX_DURATION_DAYS } from './time/duration.ts';

// A wall clock can be set back by a day at most (Alaska 1867, Apia 1892), and by an hour of summer time besides.
const LONGEST = MAX_DURATION_DAYS * DAY + DAY + HOUR;

/** The longest real length (ms) of each duration class: a query asks each class for starts later than its window's start minus this. */
export const CLASS_MAX_MS = [2 * HOUR, DAY, 31 * DAY, LONGEST] as const;

/** The class of every series: its occurrences come from its rule, not from the index. */
export const SERIES_CLASS = 4;

export type DurationClass = 0 | 1 | 2 | 3 | typeof SERIES_CLASS;

/** The class of a single entry of this real length (end minus start, ms); throws above the longest there can be. */
export function durationClass(lengthMs: number): DurationClass {
  const found = CLASS_MAX_MS.findIndex((max) => lengthMs <= max);
  if (found < 0) throw new Error(`No entry is ${lengthMs} ms long.`);
  return found as DurationClass;
}
