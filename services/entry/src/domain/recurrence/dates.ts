// The dates of a rule that are a series' own, after its first: those of a pattern between two days, without the dates that the zone skips.
// Ranks count from 0 at the first such date.

import { dateAt, type Pattern, rankOf } from './pattern.ts';

export type Dates = {
  pattern: Pattern;
  /** Local days, both included; nothing where `last` is before `first`. */
  first: number;
  last: number;
  /** Dates of the pattern that do not exist in the zone, ascending, from `first` on. */
  skipped: readonly number[];
  /** The rank in the pattern at which `first` would stand. */
  origin: number;
};

export function datesOf(
  pattern: Pattern,
  range: { first: number; last: number },
  skippedInZone: readonly number[],
): Dates {
  const skipped = skippedInZone.filter((day) => day >= range.first && isOfPattern(pattern, day));
  return { pattern, ...range, skipped, origin: rankOf(pattern, range.first) };
}

function isOfPattern(pattern: Pattern, day: number): boolean {
  return rankOf(pattern, day + 1) > rankOf(pattern, day);
}

/** How many dates lie before a local day. */
export function datesBefore(dates: Dates, localDay: number): number {
  const { pattern, first, last, skipped, origin } = dates;
  const day = Math.min(Math.max(localDay, first), last + 1);
  const rank = rankOf(pattern, day) - origin;
  return skipped.length === 0 ? rank : rank - skipped.filter((gone) => gone < day).length;
}

/** The date of a rank, null where there are not so many. */
export function dateOfRank(dates: Dates, rank: number): number | null {
  if (rank < 0 || dates.pattern.offsets.length === 0) return null;
  let day = dateAt(dates.pattern, dates.origin + rank);
  let passed = 0;
  for (const gone of dates.skipped) {
    if (gone > day) break;
    passed += 1;
    day = dateAt(dates.pattern, dates.origin + rank + passed);
  }
  return day <= dates.last ? day : null;
}

/** The first date at or after a local day; null where there is none. */
export function dateFrom(dates: Dates, localDay: number): number | null {
  return dateOfRank(dates, datesBefore(dates, localDay));
}

/** How many there are. */
export function dateCount(dates: Dates): number {
  return datesBefore(dates, dates.last + 1);
}
