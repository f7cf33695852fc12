// The decision about overlap, under the calendar's lock: a candidate in; out comes what it meets, or it is refused.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { AppError } from '@calendar/shared/errors';
import { instruments, outcome } from '@calendar/shared/metrics';
import type { Candidate } from '../domain/candidate.ts';
import { type Overlap, OverlapRefused, overlapOf } from '../domain/conflicts.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { Occupancy } from '../store/occupancy.ts';
import type { FindOverlap } from './find-overlap.ts';
import { makePace } from './pace.ts';

type Deps = {
  occupancy: Pick<Occupancy, 'locked'>;
  findOverlap: FindOverlap;
  now: () => number;
  /** How long a decision may take. */
  decisionMs: number;
};

export type DecideOverlap = (
  tx: Tx,
  calendar: CalendarRef,
  candidate: Candidate,
  force: boolean,
) => Promise<Overlap>;

/** Whether a write with this outcome was let in by force. */
export const isForced = ({ conflicts, conflictsTruncated }: Overlap): boolean =>
  conflicts.length > 0 || conflictsTruncated;

export const undecidable = () =>
  new AppError('unavailable', 'What the entry overlaps with takes too long to decide.');

function outcomeOf(overlaps: boolean, cut: boolean, force: boolean) {
  if (force) return overlaps || cut ? 'forced' : 'free';
  if (cut) return 'undecided';
  return overlaps ? 'refused' : 'free';
}

/**
 * Must come before any write of the transaction: what is kept of series is that of the moment of the lock. Throws OverlapRefused where
 * the candidate meets something and force was not asked for, and 503 where that takes too long to say.
 */
export function decideOverlap({ occupancy, findOverlap, now, decisionMs }: Deps): DecideOverlap {
  const { decisionDuration } = instruments();
  return async (tx, calendar, candidate, force) => {
    const begun = now();
    const pace = makePace(now, decisionMs);
    const look = { read: reading(tx), singles: occupancy.locked, calendar, pace };
    const { conflicts, cut } = await findOverlap(look, candidate);
    const came = outcomeOf(conflicts.length > 0, cut, force);
    decisionDuration.record((now() - begun) / 1000, outcome(came));
    if (cut && !force) throw undecidable();
    const overlap = overlapOf(conflicts, candidate.timeZone, cut);
    if (conflicts.length > 0 && !force) throw new OverlapRefused(overlap);
    return overlap;
  };
}
