// The earliest start of a series, at or after its own and on the same local day, at which the whole of it meets nothing: what it met in,
// the next start that could do out. The caller decides each in turn.

import type { Conflict } from './conflicts.ts';
import { type Schedule, scheduleFrom } from './schedule.ts';
import { DAY } from './time/civil.ts';
import { readWall } from './time/timestamp.ts';

/** How many starts are decided before the search is given up. */
export const MOST_DECISIONS = 20;

/**
 * The next start that could be free, given all that was found to be met; null where there is none on this day. A pair that meets goes on
 * meeting until the candidate's occurrence has been moved past the end of the other.
 */
export function nextStart(candidate: Schedule, met: readonly Conflict[]): Schedule | null {
  const { series, zone, duration } = candidate;
  const wallMs = readWall(candidate.wallStart);
  if (!series || met.some(({ existing }) => existing.entryId === null)) return null;
  const shifts = met.map(
    ({ candidate: own, existing }) => zone.toLocal(existing.endMs) - zone.toLocal(own.startMs),
  );
  // A clock change can hide how far it is: a minute is always a step.
  const moved = wallMs + Math.max(60_000, ...shifts);
  if (Math.floor(moved / DAY) !== Math.floor(wallMs / DAY)) return null;
  const { untilMs, ...rule } = series.rule;
  const anchor = { startMs: zone.toInstant(moved), wallMs: moved };
  const until = untilMs === undefined ? {} : { until: { instantMs: untilMs } };
  const next = scheduleFrom(anchor, zone, duration, { rule, ...until });
  return 'faults' in next ? null : next;
}
