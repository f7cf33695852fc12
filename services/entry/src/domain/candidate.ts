// An entry about to be written, as overlap is decided for it.

import type { Conflict } from './conflicts.ts';
import type { Entry } from './entry.ts';
import type { KeptSeries } from './kept-series.ts';
import { type Collision, collisionOf, selfCollisionOf } from './overlap/collision.ts';
import { type Quarters, quartersOf, shareQuarters } from './overlap/quarters.ts';
import { type Moment, singleTimeline, type Timeline } from './overlap/timeline.ts';

export type Candidate = {
  /** Its own id, null where it is only about to be made. */
  entryId: string | null;
  /** The stored entry whose times do not count, as these take their place. */
  replaces: string | null;
  title: string;
  timeZone: string;
  timeline: Timeline;
  quarters: Quarters;
  /** What else will be there and is not stored so: the rest of its own series. */
  beside: readonly KeptSeries[];
};

/** What the candidate is beside its times. */
export type Standing = Pick<Candidate, 'entryId' | 'replaces' | 'beside'>;

export const aboutToBeMade: Standing = { entryId: null, replaces: null, beside: [] };

export const inPlaceOf = (id: string): Standing => ({ entryId: id, replaces: id, beside: [] });

/** `timeline`: when the entry is busy. */
export const candidateOf = (
  { title, timeZone }: Pick<Entry, 'title' | 'timeZone'>,
  timeline: Timeline,
  standing: Standing,
): Candidate => ({ ...standing, title, timeZone, timeline, quarters: quartersOf(timeline) });

/** One occurrence of a series on its own, held against the rest of it too. */
export function occurrenceCandidate(entry: Entry, moment: Moment, rest: KeptSeries): Candidate {
  const standing = { ...inPlaceOf(entry.id), beside: [rest] };
  return candidateOf(entry, { moments: [moment], course: null }, standing);
}

/** The first collision of the candidate's own occurrences. */
export function conflictWithItself({ entryId, title, timeZone, timeline }: Candidate): Conflict[] {
  const collision = selfCollisionOf(timeline);
  return collision ? [conflictOf(collision, { entryId, title, timeZone })] : [];
}

/** The first collision with a series. */
export function conflictWithSeries(
  { timeline, quarters }: Candidate,
  kept: KeptSeries,
): Conflict[] {
  const collision = shareQuarters(quarters, kept.quarters) && collisionOf(timeline, kept.timeline);
  if (!collision) return [];
  const { id, title, timeZone } = kept.entry;
  const override = kept.overrides.get(collision.other.occurrence as number);
  const shown = override?.held.title ?? title;
  return [conflictOf(collision, { entryId: id, title: shown, timeZone })];
}

/** The first collision with a single entry. */
export function conflictWithSingle<Busy extends Conflict['existing']>(
  { timeline }: Candidate,
  busy: Busy,
): Conflict[] {
  const collision = collisionOf(timeline, singleTimeline(busy.startMs, busy.endMs));
  return collision ? [{ atMs: collision.atMs, candidate: collision.one, existing: busy }] : [];
}

const conflictOf = (
  { atMs, one, other }: Collision,
  whose: Pick<Conflict['existing'], 'entryId' | 'title' | 'timeZone'>,
): Conflict => ({ atMs, candidate: one, existing: { ...other, ...whose } });
