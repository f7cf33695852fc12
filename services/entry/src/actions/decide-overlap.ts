// The decision about overlap, under the calendar's lock: an entry in; out comes what it meets, or it is refused.
import type { Tx } from '@calendar/shared/db/connect';
import type { Entry } from '../domain/entry.ts';
import { conflictsOf, MAX_CONFLICTS } from '../domain/overlap.ts';
import { type Overlap, OverlapRefused } from '../domain/overlap-refused.ts';
import type { Occupancy } from '../store/occupancy.ts';

type Deps = { occupancy: Pick<Occupancy, 'lockBusy'> };

export type DecideOverlap = (tx: Tx, entry: Entry, force: boolean) => Promise<Overlap>;

export const noOverlap = ({ timeZone }: Entry): Overlap => ({
  conflicts: [],
  conflictsTruncated: false,
  timeZone,
});

/** Throws OverlapRefused where a busy entry meets another one and force was not asked for. */
export function decideOverlap({ occupancy }: Deps): DecideOverlap {
  return async (tx, entry, force) => {
    if (!entry.busy) return noOverlap(entry);
    const met = await occupancy.lockBusy(tx, entry, MAX_CONFLICTS + 1, entry.id);
    const overlap = { ...conflictsOf(entry, met), timeZone: entry.timeZone };
    if (met.length > 0 && !force) throw new OverlapRefused(overlap);
    return overlap;
  };
}
