// Scope `all`: a change of schedule for the whole series; the series, what still names its occurrences, and how much was dropped out.

import type { Series } from '../recurrence/series.ts';
import { type Dropped, type Marks, moveMarks, type Named } from './marks.ts';
import { type Rescheduled, reschedule, type ScheduleChange } from './reschedule.ts';

export type Changed<Override extends Named> = Marks<Override> &
  Rescheduled & {
    dropped: Dropped;
    /** Of an entry that does not recur any more: the override of the occurrence it is made of. */
    own: Override | null;
  };

/** The series after a change of start, zone, rule or duration. */
export function changeAll<Override extends Named>(
  series: Series,
  marks: Marks<Override>,
  change: ScheduleChange,
): Changed<Override> {
  return changeFrom(series, marks, series.startMs, 0, change);
}

/**
 * The series from an occurrence on. The occurrence that it begins with is there whatever stood on its new day, and takes its own
 * override along; `marks` are those from it on.
 */
export function changeFrom<Override extends Named>(
  series: Series,
  marks: Marks<Override>,
  occurrence: number,
  passed: number,
  change: ScheduleChange,
): Changed<Override> {
  const next = reschedule(series, occurrence, passed, change);
  const own = marks.overrides.find((override) => override.occurrence === occurrence) ?? null;
  const overrides = marks.overrides.filter((override) => override !== own);
  if (!next.series) {
    const dropped = { overrides: overrides.length, exclusions: marks.exclusions.length };
    return { ...next, overrides: [], exclusions: [], dropped, own };
  }
  // An excluded first occurrence stays excluded while it stays where it is.
  const { startMs } = next.series;
  const taken = next.moved || passed > 0 || own ? startMs : null;
  const moved = moveMarks(series, next.series, { ...marks, overrides }, taken);
  const kept = own ? [{ ...own, occurrence: startMs }] : [];
  return { ...next, ...moved, overrides: [...kept, ...moved.overrides], own: null };
}
