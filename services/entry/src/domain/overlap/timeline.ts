// An entry in, when it is busy out: some single times, and the course of a series without the occurrences that are gone or changed.

import { dateFrom, dateOfRank } from '../recurrence/dates.ts';
import { countBefore, isOccurrence, occurrenceOn, type Series } from '../recurrence/series.ts';
import type { Interval } from '../time/interval.ts';

/** Half-open, epoch ms; `occurrence` is the original start that names it, null where the entry does not recur. */
export type Moment = { startMs: number; endMs: number; occurrence: number | null };

/** The occurrences of a series after its first that lie where the rule puts them. */
export type Course = {
  series: Series;
  /** The first of its dates (local days) at or after this one; Infinity where there is none. */
  from(localDay: number): number;
  /** No date after this one is missing because its occurrence is gone or changed. */
  lastGone: number;
};

/** `moments` are in order of start. */
export type Timeline = { moments: readonly Moment[]; course: Course | null };

/** What becomes of an occurrence, named by its original start: when it is busy now, null where it is not (excluded, free). */
export type Change = { occurrence: number; busy: { startMs: number; endMs: number } | null };

/** The timeline of an entry that does not recur. */
export function singleTimeline(startMs: number, endMs: number): Timeline {
  return { moments: [{ startMs, endMs, occurrence: null }], course: null };
}

/** From the first start to the last end, epoch ms; null where it is never busy. */
export function spanOf({ moments, course }: Timeline): Interval | null {
  const ends = [...moments];
  if (course) {
    const { series, from } = course;
    const first = occurrenceOn(series, from(series.dates.first));
    ends.push({ ...first, endMs: occurrenceOn(series, series.dates.last).endMs, occurrence: null });
  }
  if (ends.length === 0) return null;
  return {
    startMs: ends.reduce(
      (least, { startMs }) => Math.min(least, startMs),
      Number.POSITIVE_INFINITY,
    ),
    endMs: ends.reduce((most, { endMs }) => Math.max(most, endMs), Number.NEGATIVE_INFINITY),
  };
}

/**
 * The timeline of a series with its changed occurrences, one change for each at most. Where the series is free (`busy` false) only
 * the changed occurrences that are busy count.
 */
export function seriesTimeline(
  series: Series,
  changes: readonly Change[],
  busy: boolean = true,
): Timeline {
  const moments = changes.flatMap(({ occurrence, busy: time }) =>
    time ? [{ ...time, occurrence }] : [],
  );
  const changed = new Set(changes.map(({ occurrence }) => occurrence));
  if (busy && !changed.has(series.startMs)) {
    moments.push({ ...series.first, occurrence: series.startMs });
  }
  moments.sort((a, b) => a.startMs - b.startMs || a.occurrence - b.occurrence);
  return { moments, course: busy ? courseOf(series, changed) : null };
}

function courseOf(series: Series, changed: ReadonlySet<number>): Course | null {
  const { dates } = series;
  // From each date that is gone to the day where to look on; shortened as it is walked, so that no run is walked twice.
  const onward = new Map<number, number>();
  for (const instant of changed) {
    if (instant === series.startMs || !isOccurrence(series, instant)) continue;
    const day = dateOfRank(dates, countBefore(series, instant) - 1) as number;
    onward.set(day, day + 1);
  }

  function from(localDay: number): number {
    let day = dateFrom(dates, localDay);
    const passed: number[] = [];
    while (day !== null) {
      const next = onward.get(day);
      if (next === undefined) break;
      passed.push(day);
      day = dateFrom(dates, next);
    }
    const found = day ?? Number.POSITIVE_INFINITY;
    for (const gone of passed) onward.set(gone, found);
    return found;
  }

  let lastGone = Number.NEGATIVE_INFINITY;
  for (const day of onward.keys()) lastGone = Math.max(lastGone, day);
  return from(dates.first) === Number.POSITIVE_INFINITY ? null : { series, from, lastGone };
}
