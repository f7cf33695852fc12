// What was sent about a series, and one of its occurrences, in; the schedule that begins there out, held against what it is without the
// change; or every fault.

import { ruleIn, sameRule } from './recurrence/sent-rule.ts';
import { countBefore, type Series } from './recurrence/series.ts';
import { anchorOf, type Faulty, type Schedule, singleFrom } from './schedule.ts';
import { type ReadChange, sameDuration } from './schedule-change.ts';
import { type Rescheduled, reschedule, type ScheduleChange } from './scopes/reschedule.ts';

export type Plan = {
  schedule: Schedule;
  change: ScheduleChange;
  /** The start is another. */
  moves: boolean;
  /** Start, zone or rule are others. */
  reschedules: boolean;
  /** Start, zone, rule or length are others. */
  differs: boolean;
};

/** The schedule from the occurrence at `at` (its original start) on. */
export function planFrom(series: Series, at: number, read: ReadChange): Plan | Faulty {
  const change = scheduleChange(read);
  if ('faults' in change) return change;
  const passed = countBefore(series, at);
  const { start, zone, duration } = reschedule(series, at, passed, { ...change, rule: null });
  const schedule = singleFrom(start, zone, duration);
  if ('faults' in schedule) return schedule;
  const next = reschedule(series, at, passed, change);
  const unchanged = reschedule(series, at, passed, {});
  const moves = start.startMs !== unchanged.start.startMs;
  const reschedules = moves || zone.name !== series.zone.name || !sameRules(next, unchanged);
  return {
    schedule: { ...schedule, series: next.series },
    ...{ change, moves, reschedules },
    differs: reschedules || !sameDuration(duration, series.duration),
  };
}

function scheduleChange(read: ReadChange): ScheduleChange | Faulty {
  const { start, zone, duration, rule: sent } = read;
  const anchor = start && anchorOf(start, zone);
  if (anchor && 'faults' in anchor) return anchor;
  const rule = sent && ruleIn(sent, zone);
  if (rule && 'faults' in rule) return rule;
  return {
    zone,
    ...(anchor && { start: anchor }),
    ...(duration && { duration }),
    ...(rule !== undefined && { rule }),
  };
}

const sameRules = (one: Rescheduled, other: Rescheduled): boolean =>
  sameRule(one.series?.rule ?? null, other.series?.rule ?? null);
