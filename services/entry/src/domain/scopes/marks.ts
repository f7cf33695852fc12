// What names occurrences of a series: its overrides and exclusions. They move to another series where they still name an occurrence of it.

import { dateOfRank, datesBefore } from '../recurrence/dates.ts';
import { countBefore, isOccurrence, occurrenceOn, type Series } from '../recurrence/series.ts';
import { DAY } from '../time/civil.ts';

/** Named by its original start (epoch ms); what else an override holds is the caller's. */
export type Named = { occurrence: number };

export type Marks<Override extends Named> = {
  overrides: readonly Override[];
  exclusions: readonly number[];
};

/** How many named no occurrence any more. */
export type Dropped = { overrides: number; exclusions: number };

/** The local day of an occurrence's wall clock, also where a clock change shows it on another. */
export function dayOfOccurrence(series: Series, instantMs: number): number {
  const place = countBefore(series, instantMs);
  const day = place === 0 ? Math.floor(series.wallMs / DAY) : dateOfRank(series.dates, place - 1);
  if (day === null) throw new Error(`The series has no occurrence at ${instantMs}.`);
  return day;
}

/** The original start of the occurrence on a local day; null where there is none. */
function occurrenceOfDay(series: Series, localDay: number): number | null {
  if (localDay === Math.floor(series.wallMs / DAY)) return series.startMs;
  const { dates } = series;
  if (datesBefore(dates, localDay + 1) === datesBefore(dates, localDay)) return null;
  return occurrenceOn(series, localDay).startMs;
}

/**
 * Moves marks from one series to another: by instant, else by local date, each in its own series' zone; where two come to one, the
 * instant wins. `taken`: an occurrence of the new series that none may name.
 */
export function moveMarks<Override extends Named>(
  from: Series,
  to: Series,
  marks: Marks<Override>,
  taken: number | null,
): Marks<Override> & { dropped: Dropped } {
  const named = [...marks.overrides.map(({ occurrence }) => occurrence), ...marks.exclusions];
  const free = (instantMs: number) => instantMs !== taken;
  const byInstant = new Set(named.filter((at) => free(at) && isOccurrence(to, at)));
  const target = (at: number): number | null => {
    if (byInstant.has(at)) return at;
    const moved = occurrenceOfDay(to, dayOfOccurrence(from, at));
    return moved !== null && free(moved) && !byInstant.has(moved) ? moved : null;
  };
  const overrides = marks.overrides.flatMap((override) => {
    const occurrence = target(override.occurrence);
    return occurrence === null ? [] : [{ ...override, occurrence }];
  });
  const exclusions = marks.exclusions.flatMap((at) => target(at) ?? []);
  const dropped = {
    overrides: marks.overrides.length - overrides.length,
    exclusions: marks.exclusions.length - exclusions.length,
  };
  return { overrides, exclusions, dropped };
}
