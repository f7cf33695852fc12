// A series, what was written about its occurrences and a plan in; what then stands from an occurrence on, with as much of what was written
// as still names an occurrence of it, out; or every fault.

import type { Fault } from '@calendar/shared/errors';
import type { EntryText } from './entry.ts';
import { type Held, holds, intervalOf, marksOf, type Override, overridesOf } from './override.ts';
import { faultsOfStartedRule } from './recurrence/rule-faults.ts';
import type { Series } from './recurrence/series.ts';
import { type Faulty, type Schedule, singleFrom } from './schedule.ts';
import { changeAll } from './scopes/all.ts';
import type { Dropped } from './scopes/marks.ts';
import { splitSeries } from './scopes/this-and-future.ts';
import type { Plan } from './series-plan.ts';
import { storedDuration } from './time/duration.ts';
import { END_OF_TIME, readWall } from './time/timestamp.ts';
import type { Zone } from './time/zone.ts';

export type Part = {
  schedule: Schedule;
  /** What was written about occurrences of `schedule`. */
  overrides: readonly Override[];
  /** What a single entry has of the occurrence that it was made of. */
  text: Partial<EntryText>;
  dropped: Dropped;
};

/** `keepsOwn`: where a single entry is made of the occurrence at `at`, what that had of its own becomes the entry's. */
export function partFrom(
  series: Series,
  written: readonly Override[],
  at: number,
  { schedule, change, differs }: Plan,
  keepsOwn: boolean,
): Part | Faulty {
  const marks = marksOf(written);
  const changed =
    at === series.startMs
      ? changeAll(series, marks, change)
      : splitSeries(series, marks, at, change).changed;
  const overrides = overridesOf(changed).map((override) => readIn(schedule.zone, override));
  const faults = differs && schedule.series ? faultsOf(schedule.series, overrides) : [];
  if (faults.length > 0) return { faults };
  const later = written.filter(({ occurrence }) => occurrence >= at);
  const part = { schedule, overrides, text: {} };
  const lost = held(later).length - held(overrides).length;
  const { exclusions } = changed.dropped;
  if (!changed.own || !keepsOwn) return { ...part, dropped: { overrides: lost, exclusions } };
  const own = holds(changed.own) ? 1 : 0;
  const single = withOwn(schedule, readIn(schedule.zone, changed.own).held);
  if ('faults' in single) return single;
  return { ...part, ...single, dropped: { overrides: lost - own, exclusions } };
}

const held = (overrides: readonly Override[]) =>
  overrides.filter((override) => !override.excluded && holds(override));

/** A moved occurrence keeps its instant; its wall clock is that of the zone from now on. */
function readIn(zone: Zone, override: Override): Override {
  const { start } = override.held;
  if (!start || zone.toInstant(start.wallMs) === start.startMs) return override;
  const wallMs = zone.toLocal(start.startMs);
  return { ...override, held: { ...override.held, start: { ...start, wallMs } } };
}

function withOwn(
  schedule: Schedule,
  { start, duration, ...text }: Held,
): { schedule: Schedule; text: Partial<EntryText> } | Faulty {
  const { zone } = schedule;
  const anchor = start ?? { startMs: schedule.startMs, wallMs: readWall(schedule.wallStart) };
  const length = duration === undefined ? schedule.duration : storedDuration(duration);
  const own = singleFrom(anchor, zone, length);
  return 'faults' in own ? own : { schedule: own, text };
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
