// A series, one of its occurrences and a change of schedule in; the series that begins at that occurrence with the change out.

import type { Rule } from '../recurrence/rule.ts';
import { compileSeries, type Series } from '../recurrence/series.ts';
import type { Anchor } from '../time/anchor.ts';
import { DAY } from '../time/civil.ts';
import type { Duration } from '../time/duration.ts';
import type { Zone } from '../time/zone.ts';
import { dayOfOccurrence } from './marks.ts';

/** What is left out stays; `rule` null makes a single entry. */
export type ScheduleChange = {
  start?: Anchor;
  zone?: Zone;
  duration?: Duration;
  rule?: Rule | null;
};

export type Rescheduled = {
  /** Null where it does not recur any more. */
  series: Series | null;
  start: Anchor;
  zone: Zone;
  duration: Duration;
  /** Whether it starts on another local date than the occurrence did. */
  moved: boolean;
};

/** The schedule from the occurrence at `occurrence` (its original start) on; `passed` occurrences before it are taken off a count. */
export function reschedule(
  series: Series,
  occurrence: number,
  passed: number,
  change: ScheduleChange,
): Rescheduled {
  const zone = change.zone ?? series.zone;
  const duration = change.duration ?? series.duration;
  const day = dayOfOccurrence(series, occurrence);
  const start = startAfter(series, occurrence, day, zone, change);
  const moved = Math.floor(start.wallMs / DAY) !== day;
  const rule = change.rule === undefined ? series.rule : change.rule;
  if (rule === null) return { series: null, start, zone, duration, moved };
  // A count is divided, unless another was sent.
  const { count } = rule;
  const left = count !== undefined && count === series.rule.count ? { count: count - passed } : {};
  const ruleWallMs = moved || !sameDates(rule, series.rule) ? start.wallMs : phase(series, start);
  const next = compileSeries({ ...rule, ...left }, { ...start, ruleWallMs, zone, duration });
  return { series: next, start, zone, duration, moved };
}

/** The old date to count from, at the new time of day. */
function phase({ ruleWallMs }: Series, { wallMs }: Anchor): number {
  return Math.floor(ruleWallMs / DAY) * DAY + wallMs - Math.floor(wallMs / DAY) * DAY;
}

/** A start equal to one that is shown changes nothing, whatever wall clock is behind it; another zone alone keeps the instant. */
function startAfter(
  series: Series,
  occurrence: number,
  day: number,
  zone: Zone,
  { start }: ScheduleChange,
): Anchor {
  const shown = start?.startMs === series.startMs || start?.startMs === occurrence;
  if (start && !shown) return start;
  if (zone.name !== series.zone.name) {
    return { startMs: occurrence, wallMs: zone.toLocal(occurrence) };
  }
  const isFirst = occurrence === series.startMs;
  return {
    startMs: occurrence,
    wallMs: isFirst ? series.wallMs : day * DAY + series.timeOfDay,
  };
}

/** Whether two rules give the same dates from the same start, but for where they end. */
function sameDates(one: Rule, other: Rule): boolean {
  const dates = ({ count: _, untilMs: __, ...rest }: Rule) => [
    ...[rest.frequency, rest.interval, rest.skip],
    ...[
      rest.byDay?.map(({ day, nthOfPeriod }) => [day, nthOfPeriod]),
      rest.byMonthDay,
      rest.byMonth,
    ],
  ];
  return JSON.stringify(dates(one)) === JSON.stringify(dates(other));
}
