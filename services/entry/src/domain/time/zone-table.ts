// The clock changes of one time zone, out of Temporal once, as sorted arrays that can be searched without it.

import { DAY, DAYS_OF_400_YEARS, daysFromCivil } from './civil.ts';

/** Span i is [starts[i], starts[i + 1]) and has offsets[i]; the first starts at -Infinity, the last ends at +Infinity. All in ms. */
export type ZoneTable = { starts: Float64Array; offsets: Float64Array };

/** The zone of Temporal's that goes by this name, in its usual spelling; null where there is none. */
export function spelledByTemporal(name: string): string | null {
  try {
    const { timeZoneId } = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // Temporal also takes the zone out of a longer text, as in `T0000+01`.
    return timeZoneId.toLowerCase() === name.toLowerCase() ? timeZoneId : null;
  } catch (error) {
    if (Error.isError(error) && error.name === 'RangeError') return null;
    throw error;
  }
}

// Before this no zone had a standard time: each keeps its local mean time back to year 1.
const FIRST_YEAR = 1800;
// From 2100 on every zone only repeats yearly rules, which the calendar repeats after 400 years: the table ends a year
// after the first such round, and later times are looked up in that round. zone.test.ts holds both against Temporal.
const REPEATS_FROM = daysFromCivil(2500, 1, 1) * DAY;
const ROUND = DAYS_OF_400_YEARS * DAY;
const LAST = daysFromCivil(2501, 1, 1) * DAY;

/** How far (ms) to go back from a time, instant or local, to a place in the table that has the same clock changes around it. */
export function roundsBack(ms: number): number {
  return ms < REPEATS_FROM ? 0 : (Math.floor((ms - REPEATS_FROM) / ROUND) + 1) * ROUND;
}

/** Reads the table of a zone; `name` as spelledByTemporal gave it. Costs up to 3 ms. */
export function readZoneTable(name: string): ZoneTable {
  const first = daysFromCivil(FIRST_YEAR, 1, 1) * DAY;
  let at = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(name);
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [at.offsetNanoseconds / 1e6];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > LAST) break;
    starts.push(next.epochMilliseconds);
    offsets.push(next.offsetNanoseconds / 1e6);
    at = next;
  }
  return { starts: Float64Array.from(starts), offsets: Float64Array.from(offsets) };
}
