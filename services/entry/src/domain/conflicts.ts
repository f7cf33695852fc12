// What a candidate meets, one line for each existing entry, and the refusal of a write for it; texts of times are made at the edge.

import type { Moment } from './overlap/timeline.ts';

/** One busy time of an entry; `entryId` null where the entry is only about to be made. */
export type BusyEntry = Moment & { entryId: string | null; title: string; timeZone: string };

/** The first collision with one existing entry; `atMs` is the first instant (epoch ms) at which both are busy. */
export type Conflict = { atMs: number; candidate: Moment; existing: BusyEntry };

/** What a candidate meets, and the zone in which its own times are told. */
export type Overlap = { conflicts: Conflict[]; conflictsTruncated: boolean; timeZone: string };

/** At most this many conflicts are told. */
export const MAX_CONFLICTS = 20;

/** The earliest conflicts in order. `cut`: not everything was looked at. */
export function overlapOf(found: readonly Conflict[], timeZone: string, cut = false): Overlap {
  return {
    conflicts: found.toSorted(byInstant).slice(0, MAX_CONFLICTS),
    conflictsTruncated: cut || found.length > MAX_CONFLICTS,
    timeZone,
  };
}

function byInstant(a: Conflict, b: Conflict): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.existing.startMs !== b.existing.startMs) return a.existing.startMs - b.existing.startMs;
  return (a.existing.entryId ?? '') < (b.existing.entryId ?? '') ? -1 : 1;
}

export class OverlapRefused extends Error {
  readonly overlap: Overlap;

  constructor(overlap: Overlap) {
    super('The entry overlaps with others.');
    this.name = 'OverlapRefused';
    this.overlap = overlap;
  }
}
