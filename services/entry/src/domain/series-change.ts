// A change of a series from one of its occurrences on: what is stored and what was sent in; what then stands, and whether overlap has to be
// decided, out; or every fault.

import type { Entry, EntryText } from './entry.ts';
import { seriesOf, timelineOf } from './kept-series.ts';
import { spanOf, type Timeline } from './overlap/timeline.ts';
import {
  type Held,
  holds,
  intervalOf,
  letGo,
  marksOf,
  type Override,
  overridesOf,
} from './override.ts';
import { isOccurrence, type Series } from './recurrence/series.ts';
import type { Faulty } from './schedule.ts';
import { faultsOfEnd, type ReadChange, type StoredSchedule } from './schedule-change.ts';
import { endBefore } from './scopes/this-and-future.ts';
import { type Part, partFrom } from './series-part.ts';
import { planFrom } from './series-plan.ts';
import type { Interval } from './time/interval.ts';

/** What a change says beside the schedule; `letsGo`: the named occurrence's own override lets go of what it names. */
export type Naming = { whole: boolean; text: Partial<EntryText>; letsGo: boolean };

export type ChangedSeries = Part & {
  /** Start, zone or rule are others than without the change. */
  reschedules: boolean;
  /** When it is busy, if at times at which it was not, else null. Then nothing is left of what was decided for single occurrences. */
  toDecide: Timeline | null;
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
export const givesOccurrence = (stored: StoredSchedule, at: number): boolean =>
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
  const left = naming.letsGo ? letGo(before, at, namesOf(naming, read, plan.moves)) : before;
  const part = partFrom(series, left, at, plan, naming.letsGo);
  if ('faults' in part) return part;
  const ends = [series.first.endMs, occurrenceIn(series, before, at).endMs, plan.schedule.endMs];
  const faults = faultsOfEnd(read.endMs, ...ends);
  if (faults.length > 0) return { faults };
  const busy = { ...naming.text, ...part.text }.busy ?? stored.busy;
  const own = busyTime(series, before, at, stored.busy);
  const gains = plan.differs || gainsTime(part, at, own, stored.busy, busy);
  const anew = gains ? decidedAnew(part, busy) : null;
  return {
    ...part,
    toDecide: null,
    ...anew,
    reschedules: plan.reschedules,
    rewrites: anew !== null || plan.reschedules || left !== before,
  };
}

/** A `start` equal to the one shown names nothing, unless every field is named. */
function namesOf({ whole, text }: Naming, read: ReadChange, moves: boolean): (keyof Held)[] {
  if (whole) return ['title', 'description', 'location', 'busy', 'start', 'duration'];
  const names = Object.keys(text) as (keyof Held)[];
  if (moves) names.push('start');
  if (read.duration) names.push('duration');
  return names;
}

function occurrenceIn(series: Series, overrides: readonly Override[], at: number): Interval {
  const own = overrides.find(({ occurrence }) => occurrence === at);
  return intervalOf(series, own ?? { occurrence: at, held: {} });
}

/** When an occurrence is busy, null where it is not. */
function busyTime(
  series: Series,
  overrides: readonly Override[],
  at: number,
  busy: boolean,
): Interval | null {
  const own = overrides.find(({ occurrence }) => occurrence === at);
  if (own?.excluded || !(own?.held.busy ?? busy)) return null;
  return occurrenceIn(series, overrides, at);
}

/** Whether a series whose schedule stays is busy at more times: all that follow it, or the named occurrence alone. */
function gainsTime(
  part: Part,
  at: number,
  before: Interval | null,
  wasBusy: boolean,
  busy: boolean,
): boolean {
  const { series } = part.schedule;
  const follow = part.overrides.map((override) =>
    override.held.busy ? { ...override, held: { ...override.held, busy: false } } : override,
  );
  if (busy && !wasBusy && spanOf(timelineOf(part.schedule, follow, true))) return true;
  const after = series && busyTime(series, part.overrides, at, busy);
  if (!after) return false;
  return after.startMs !== before?.startMs || after.endMs !== before.endMs;
}

/** Null where it is never busy. */
function decidedAnew(
  part: Part,
  busy: boolean,
): Pick<ChangedSeries, 'overrides' | 'toDecide'> | null {
  const overrides = part.overrides.flatMap(undecided);
  const toDecide = timelineOf(part.schedule, overrides, busy);
  return spanOf(toDecide) ? { overrides, toDecide } : null;
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
