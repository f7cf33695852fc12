// A change of a series from one of its occurrences on: what is stored and what was sent in; the schedule, and what was written about
// single occurrences as far as it still names one, out; or every fault.

import type { Fault } from '@calendar/shared/errors';
import type { Entry, EntryText } from './entry.ts';
import { seriesOf } from './kept-series.ts';
import {
  type Held,
  holds,
  intervalOf,
  letGo,
  marksOf,
  type Override,
  overridesOf,
} from './override.ts';
import { faultsOfStartedRule } from './recurrence/rule-faults.ts';
import { ruleIn, sameRule } from './recurrence/sent-rule.ts';
import { countBefore, isOccurrence, type Series } from './recurrence/series.ts';
import { anchorOf, type Faulty, type Schedule, singleFrom } from './schedule.ts';
import {
  faultsOfEnd,
  type ReadChange,
  type StoredSchedule,
  sameDuration,
} from './schedule-change.ts';
import { type Changed, changeAll } from './scopes/all.ts';
import type { Dropped } from './scopes/marks.ts';
import { type Rescheduled, reschedule, type ScheduleChange } from './scopes/reschedule.ts';
import { endBefore, splitSeries } from './scopes/this-and-future.ts';
import { storedDuration } from './time/duration.ts';
import { END_OF_TIME, readWall } from './time/timestamp.ts';
import type { Zone } from './time/zone.ts';

/** What a change says beside the schedule; `letsGo`: the named occurrence's own override lets go of what it names. */
export type Naming = { whole: boolean; text: Partial<EntryText>; letsGo: boolean };

export type ChangedSeries = {
  schedule: Schedule;
  /** What was written about occurrences of `schedule`, as far as it still names one. */
  overrides: readonly Override[];
  /** Where the change makes a single entry of the occurrence: what that had of its own. */
  text: Partial<EntryText>;
  dropped: Dropped;
  /** Start, zone, length or rule are others than without the change. */
  differs: boolean;
  /** Whether it may be busy at times at which it was not. Then nothing is left of what was decided for single occurrences. */
  decides: boolean;
  /** Whether `overrides` are others than before. */
  rewrites: boolean;
};

/** The series of a stored entry that recurs. */
export function storedSeries(stored: StoredSchedule): Series {
  const series = seriesOf(stored);
  if (!series) throw new Error('The entry does not recur.');
  return series;
}

/** Whether the rule gives an occurrence with this original start; it may be excluded. */
export const hasOccurrence = (stored: StoredSchedule, at: number): boolean =>
  isOccurrence(storedSeries(stored), at);

/** What becomes of the series from the occurrence `at` (its original start) on. */
export function changeFrom(
  stored: Entry,
  before: readonly Override[],
  at: number,
  read: ReadChange,
  naming: Naming,
): ChangedSeries | Faulty {
  const series = storedSeries(stored);
  const plan = planFrom(series, at, read);
  if ('faults' in plan) return plan;
  const { schedule, differs } = plan;
  const names = naming.letsGo ? namesOf(naming, read, plan.moves) : [];
  const own = letGo(before, at, names);
  const madeBusy = naming.text.busy === true && !stored.busy;
  const decides = differs || madeBusy || letGo(before, at, names.filter(isOfTime)) !== before;
  // A decision about the whole series is one for each of its occurrences.
  const kept = decides ? own.flatMap(undecided) : own;
  const changed = changedAt(series, kept, at, plan.change);
  const overrides = overridesOf(changed).map((override) => readIn(schedule.zone, override));
  const faults = differs && schedule.series ? faultsOf(schedule.series, overrides) : [];
  faults.push(...faultsOfEnd(read.endMs, ...endsShown(series, before, at), schedule.endMs));
  if (faults.length > 0) return { faults };
  const outcome = { decides, differs, rewrites: decides || own !== before };
  const { dropped } = changed;
  if (!changed.own) return { schedule, overrides, text: {}, dropped, ...outcome };
  const single = naming.letsGo
    ? withOwn(schedule, changed.own.held)
    : withoutOwn(schedule, dropped);
  return 'faults' in single ? single : { overrides, dropped, ...single, ...outcome };
}

type Plan = { schedule: Schedule; change: ScheduleChange; differs: boolean; moves: boolean };

/** The schedule from an occurrence on, held against what it is without the change. */
function planFrom(series: Series, at: number, read: ReadChange): Plan | Faulty {
  const change = scheduleChange(read);
  if ('faults' in change) return change;
  const passed = countBefore(series, at);
  const { start, zone, duration } = reschedule(series, at, passed, { ...change, rule: null });
  const schedule = singleFrom(start, zone, duration);
  if ('faults' in schedule) return schedule;
  const next = reschedule(series, at, passed, change);
  const unchanged = reschedule(series, at, passed, {});
  return {
    schedule: { ...schedule, series: next.series },
    change,
    differs: !sameSchedule(next, unchanged),
    moves: next.start.startMs !== unchanged.start.startMs,
  };
}

const isOfTime = (name: keyof Held) => name === 'start' || name === 'duration' || name === 'busy';

/** A `start` equal to the one shown names nothing, unless every field is named. */
function namesOf({ whole, text }: Naming, read: ReadChange, moves: boolean): (keyof Held)[] {
  if (whole) return ['title', 'description', 'location', 'busy', 'start', 'duration'];
  const names = Object.keys(text) as (keyof Held)[];
  if (moves) names.push('start');
  if (read.duration) names.push('duration');
  return names;
}

type Single = { schedule: Schedule; text: Partial<EntryText>; dropped?: Dropped };

/** A single entry made of a whole series is as that says. */
function withoutOwn(schedule: Schedule, { overrides, exclusions }: Dropped): Single {
  return { schedule, text: {}, dropped: { overrides: overrides + 1, exclusions } };
}

/** In one made of an occurrence, what that had of its own becomes the entry's. */
function withOwn(schedule: Schedule, { start, duration, ...text }: Held): Single | Faulty {
  const { zone } = schedule;
  const anchor = start ?? { startMs: schedule.startMs, wallMs: readWall(schedule.wallStart) };
  const length = duration === undefined ? schedule.duration : storedDuration(duration);
  const own = singleFrom(anchor, zone, length);
  return 'faults' in own ? own : { schedule: own, text };
}

/** Of the entry, and of the occurrence. */
function endsShown(series: Series, overrides: readonly Override[], occurrence: number): number[] {
  const own = overrides.find((override) => override.occurrence === occurrence);
  const shown = intervalOf(series, own ?? { occurrence, held: {} });
  return [series.first.endMs, shown.endMs];
}

/** A moved occurrence keeps its instant; its wall clock is that of the zone from now on. */
function readIn(zone: Zone, override: Override): Override {
  const { start } = override.held;
  if (!start || zone.toInstant(start.wallMs) === start.startMs) return override;
  const wallMs = zone.toLocal(start.startMs);
  return { ...override, held: { ...override.held, start: { ...start, wallMs } } };
}

/** An override without what was decided for it alone; nothing where it holds nothing else. */
const undecided = (override: Override): Override[] =>
  override.excluded || holds(override) ? [{ ...override, forced: null }] : [];

/** What stays of the series when the occurrence `at`, not its first, and all later ones go. */
export function stayingBefore(
  stored: StoredSchedule,
  overrides: readonly Override[],
  at: number,
): { series: Series; overrides: Override[] } {
  const ended = endBefore(storedSeries(stored), marksOf(overrides), at);
  return { series: ended.series, overrides: overridesOf(ended) };
}

function changedAt(
  series: Series,
  overrides: readonly Override[],
  at: number,
  change: ScheduleChange,
): Changed<Override> {
  const marks = marksOf(overrides);
  return at === series.startMs
    ? changeAll(series, marks, change)
    : splitSeries(series, marks, at, change).changed;
}

function scheduleChange({
  start,
  zone,
  duration,
  rule: sent,
}: ReadChange): ScheduleChange | Faulty {
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

function sameSchedule(one: Rescheduled, other: Rescheduled): boolean {
  return (
    one.start.startMs === other.start.startMs &&
    one.zone.name === other.zone.name &&
    sameDuration(one.duration, other.duration) &&
    sameRule(one.series?.rule ?? null, other.series?.rule ?? null)
  );
}

function faultsOf(series: Series, overrides: readonly Override[]): Fault[] {
  const faults = faultsOfStartedRule(series.rule, series);
  if (faults.length > 0) return faults;
  const outside = overrides.some((override) => {
    if (override.excluded) return false;
    const { startMs, endMs } = intervalOf(series, override);
    return endMs > END_OF_TIME || endMs <= startMs;
  });
  const detail = 'must let every changed occurrence end after its start and before the end of time';
  return outside ? [{ pointer: '/duration', detail }] : [];
}
