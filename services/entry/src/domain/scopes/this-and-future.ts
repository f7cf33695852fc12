// Scope `thisAndFuture`: one series cut in two at an occurrence; the part that stays and the part that changes out.

import type { Rule } from '../recurrence/rule.ts';
import { compileSeries, countBefore, nthOccurrence, type Series } from '../recurrence/series.ts';
import { DAY, SECOND } from '../time/civil.ts';
import type { Zone } from '../time/zone.ts';
import { type Changed, changeFrom } from './all.ts';
import { dayOfOccurrence, type Marks, type Named } from './marks.ts';
import type { ScheduleChange } from './reschedule.ts';

export type Ended<Override extends Named> = Marks<Override> & { series: Series };

export type Split<Override extends Named> = { stays: Ended<Override>; changed: Changed<Override> };

/** Cuts a series at an occurrence that is not its first; at the first it is `changeAll`. */
export function splitSeries<Override extends Named>(
  series: Series,
  marks: Marks<Override>,
  occurrence: number,
  change: ScheduleChange,
): Split<Override> {
  const later = {
    overrides: marks.overrides.filter((override) => override.occurrence >= occurrence),
    exclusions: marks.exclusions.filter((at) => at >= occurrence),
  };
  const passed = countBefore(series, occurrence);
  return {
    stays: endBefore(series, marks, occurrence),
    changed: changeFrom(series, later, occurrence, passed, change),
  };
}

/** The series without this occurrence, not its first, and all later ones. */
export function endBefore<Override extends Named>(
  series: Series,
  marks: Marks<Override>,
  occurrence: number,
): Ended<Override> {
  const { overrides, exclusions } = marks;
  return {
    series: compileSeries(ruleBefore(series, occurrence), series),
    overrides: overrides.filter((override) => override.occurrence < occurrence),
    exclusions: exclusions.filter((at) => at < occurrence),
  };
}

/** A count is that of the occurrences that stay; else the rule ends with the local day before, or with the last that stays. */
function ruleBefore(series: Series, occurrence: number): Rule {
  const { rule, zone } = series;
  const staying = countBefore(series, occurrence);
  const last = nthOccurrence(series, staying - 1);
  if (!last) throw new Error('A series is not cut at its first.');
  if (rule.count !== undefined) return { ...rule, count: staying };
  const dayBefore = beginOfDay(zone, dayOfOccurrence(series, occurrence)) - SECOND;
  return { ...rule, untilMs: Math.max(dayBefore, last.startMs) };
}

/** The first instant of a local day; where a clock change skips its midnight, that of the change. */
function beginOfDay(zone: Zone, localDay: number): number {
  const midnight = localDay * DAY;
  const instantMs = zone.toInstant(midnight);
  const gap = zone.toLocal(instantMs) - midnight;
  return gap > 0 ? zone.nextChange(instantMs - gap) : instantMs;
}
