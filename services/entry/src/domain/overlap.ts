// Which entries are busy at the same time: half-open intervals in epoch ms in, the lines of a 409 out, texts of times not yet written.

import { DAY, HOUR } from './time/civil.ts';
import { MAX_DURATION_DAYS } from './time/duration.ts';

/** Half-open: what ends when another starts does not meet it. */
export type Interval = { startMs: number; endMs: number };

/** One busy time of a stored entry; `occurrence` is the original start that names it, null where the entry does not recur. */
export type BusyTime = Interval & { entryId: string; occurrence: number | null };

/** The first collision with one existing entry. */
export type Conflict<Existing extends BusyTime> = {
  candidate: Interval & { occurrence: number | null };
  existing: Existing;
};

/** At most this many conflicts are told. */
export const MAX_CONFLICTS = 20;

// A wall clock can be set back by a day at most (Alaska 1867, Apia 1892), and by an hour of summer time besides.
const LONGEST = MAX_DURATION_DAYS * DAY + DAY + HOUR;

/** The longest real length (ms) of each duration class: a query asks each class for starts later than its window's start minus this. */
export const CLASS_MAX_MS = [2 * HOUR, DAY, 31 * DAY, LONGEST] as const;

export type DurationClass = 0 | 1 | 2 | 3;

/** The class of an entry of this real length (end minus start, ms); throws above the longest there can be. */
export function durationClass(lengthMs: number): DurationClass {
  const found = CLASS_MAX_MS.findIndex((max) => lengthMs <= max);
  if (found < 0) throw new Error(`No entry is ${lengthMs} ms long.`);
  return found as DurationClass;
}

/** The first instant (epoch ms) at which both are busy; null where there is none. */
export function firstCollision(one: Interval, other: Interval): number | null {
  const from = Math.max(one.startMs, other.startMs);
  return from < Math.min(one.endMs, other.endMs) ? from : null;
}

/** One line for each existing entry that the candidate meets, the earliest collision first. */
export function conflictsOf<Existing extends BusyTime>(
  candidate: Interval,
  existing: readonly Existing[],
): { conflicts: Conflict<Existing>[]; conflictsTruncated: boolean } {
  const { startMs, endMs } = candidate;
  const met = existing.flatMap((busy) => {
    const at = firstCollision(candidate, busy);
    return at === null ? [] : [{ at, busy }];
  });
  met.sort((a, b) => a.at - b.at || byStartThenId(a.busy, b.busy));
  const conflicts = met.slice(0, MAX_CONFLICTS).map(({ busy }) => ({
    candidate: { startMs, endMs, occurrence: null },
    existing: busy,
  }));
  return { conflicts, conflictsTruncated: met.length > MAX_CONFLICTS };
}

function byStartThenId(a: BusyTime, b: BusyTime): number {
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  return a.entryId < b.entryId ? -1 : 1;
}
