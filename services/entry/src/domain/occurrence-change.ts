// A change of one occurrence of a series: what it holds so far and what was sent in; what it holds from now on out, or every fault.

import type { Fault } from '@calendar/shared/errors';
import type { Entry, EntryText } from './entry.ts';
import { anchorOfOccurrence, type Held, intervalOf } from './override.ts';
import { ruleIn, sameRule } from './recurrence/sent-rule.ts';
import type { Series } from './recurrence/series.ts';
import { anchorOf, type Faulty, singleFrom } from './schedule.ts';
import { faultsOfEnd, type ReadChange, sameDuration } from './schedule-change.ts';
import { heldFields } from './scopes/this.ts';
import type { Anchor } from './time/anchor.ts';
import { storedDuration } from './time/duration.ts';
import type { Interval } from './time/interval.ts';

export type ChangedOccurrence = {
  held: Held;
  interval: Interval;
  busy: boolean;
  /** Whether it is busy at times at which it was not. */
  differs: boolean;
};

/** `held`: what the occurrence at `occurrence` (its original start) has of its own before the change. */
export function changeOccurrence(
  { entry, series }: { entry: Entry; series: Series },
  { occurrence, held }: { occurrence: number; held: Held },
  text: Partial<EntryText>,
  read: ReadChange,
): ChangedOccurrence | Faulty {
  const { title, description, location, busy, duration } = entry;
  const regular = { start: anchorOfOccurrence(series, occurrence), duration };
  const start = startAfter(regular.start, held.start, read, series);
  if (start && 'faults' in start) return start;
  const sent: Held = { ...text };
  if (start) sent.start = start;
  if (read.duration) {
    sent.duration = sameDuration(read.duration, series.duration) ? duration : read.duration.text;
  }
  const ofSeries = { title, description, location, busy, ...regular };
  const next = heldFields<typeof ofSeries>(ofSeries, held, sent) ?? {};
  const before = intervalOf(series, { occurrence, held });
  const after = { ...regular, ...next };
  const schedule = singleFrom(after.start, series.zone, storedDuration(after.duration));
  if ('faults' in schedule) return schedule;
  const faults = [
    ...faultsOfSeries(entry, read),
    ...faultsOfEnd(read.endMs, before.endMs, schedule.endMs),
  ];
  if (faults.length > 0) return { faults };
  const { startMs, endMs } = schedule;
  const moved = startMs !== before.startMs || endMs !== before.endMs;
  const isBusy = next.busy ?? busy;
  const differs = isBusy && (moved || !(held.busy ?? busy));
  return { held: next, interval: { startMs, endMs }, busy: isBusy, differs };
}

/** A start equal to the one shown, or to the original one, is that one, whatever wall clock is behind it. */
function startAfter(
  regular: Anchor,
  held: Anchor | undefined,
  { start }: ReadChange,
  { zone }: Series,
): Anchor | Faulty | undefined {
  const sent = start && anchorOf(start, zone);
  if (!sent || 'faults' in sent) return sent;
  return [held, regular].find((known) => known?.startMs === sent.startMs) ?? sent;
}

/** One occurrence has no zone and no rule of its own. */
function faultsOfSeries({ timeZone, rule }: Entry, read: ReadChange): Fault[] {
  const faults: Fault[] = [];
  const detail = 'must be the stored one where one occurrence is changed';
  if (read.zone.name !== timeZone) faults.push({ pointer: '/timeZone', detail });
  if (read.rule === undefined) return faults;
  const sent = read.rule && ruleIn(read.rule, read.zone);
  if (sent === null || 'faults' in sent || !sameRule(sent, rule)) {
    faults.push({ pointer: '/recurrence', detail });
  }
  return faults;
}
