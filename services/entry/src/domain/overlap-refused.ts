// A write that meets what is there, and the refusal of it; its text is made at the edge.
import type { BusyTime, Conflict } from './overlap.ts';

/** A busy time with what a refusal tells of it. */
export type BusyEntry = BusyTime & { title: string; timeZone: string };

/** What a candidate meets, and the zone in which its own times are told. */
export type Overlap = {
  conflicts: Conflict<BusyEntry>[];
  conflictsTruncated: boolean;
  timeZone: string;
};

export class OverlapRefused extends Error {
  readonly overlap: Overlap;

  constructor(overlap: Overlap) {
    super('The entry overlaps with others.');
    this.name = 'OverlapRefused';
    this.overlap = overlap;
  }
}
