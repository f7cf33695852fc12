// What a candidate meets in a calendar: first itself, then the series at hand, then single entries off the index.
import type { Read } from '@calendar/shared/db/statement';
import {
  type Candidate,
  conflictWithItself,
  conflictWithSeries,
  conflictWithSingle,
} from '../domain/candidate.ts';
import { type Conflict, MAX_CONFLICTS } from '../domain/conflicts.ts';
import { quartersAhead } from '../domain/overlap/quarters.ts';
import { spanOf } from '../domain/overlap/timeline.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { BusySingles } from '../store/occupancy.ts';
import type { Position, Window } from '../store/window.ts';
import type { Pace } from './pace.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

const SINGLES_AT_ONCE = 1_000;

/** Where to look: all of one moment. */
export type Look = { read: Read; singles: BusySingles; calendar: CalendarRef; pace: Pace };

/** `cut`: the time was up before everything was looked at. Where it was not, the earliest 20 are among what is found, and a 21st if there is one. */
export type Found = { conflicts: Conflict[]; cut: boolean };

export type FindOverlap = (look: Look, candidate: Candidate) => Promise<Found>;

export function findOverlap({ seriesAtHand }: { seriesAtHand: SeriesAtHand }): FindOverlap {
  return async (look, candidate) => {
    const { timeline } = candidate;
    const span = spanOf(timeline);
    if (!span) return { conflicts: [], cut: false };
    const { id: calendarId, ownerId } = look.calendar;
    const window = { ...span, calendarId, ownerId };
    const recurs = timeline.course !== null || timeline.moments.length > 1;
    const ofSeries = await meetSeries(look, candidate, seriesAtHand);
    if (ofSeries.cut) return ofSeries;
    const ofSingles = await (recurs ? meetSingles : meetSinglesOnce)(look, candidate, window);
    return {
      conflicts: [...ofSeries.conflicts, ...ofSingles.conflicts],
      cut: ofSingles.cut,
    };
  };
}

async function meetSeries(
  { read, calendar, pace }: Look,
  candidate: Candidate,
  seriesAtHand: SeriesAtHand,
): Promise<Found> {
  const conflicts = conflictWithItself(candidate);
  const stored = await seriesAtHand(read, calendar);
  const others = stored.filter(({ entry }) => entry.id !== candidate.replaces);
  for (const kept of [...candidate.beside, ...others]) {
    conflicts.push(...conflictWithSeries(candidate, kept));
    if (!(await pace())) return { conflicts, cut: true };
  }
  return { conflicts, cut: false };
}

/** Of one time: the index gives what meets it. */
async function meetSinglesOnce(
  { read, singles }: Look,
  candidate: Candidate,
  window: Window,
): Promise<Found> {
  const met = await singles.busy(read, window, MAX_CONFLICTS + 1, candidate.replaces ?? '');
  return { conflicts: met.flatMap((busy) => conflictWithSingle(candidate, busy)), cut: false };
}

/** Of many times: the index gives what lies at their quarters of the week, page by page. */
async function meetSingles(
  { read, singles, pace }: Look,
  candidate: Candidate,
  window: Window,
): Promise<Found> {
  const ahead = quartersAhead(candidate.quarters);
  const conflicts: Conflict[] = [];
  let after: Position | null = null;
  for (;;) {
    const exclude = candidate.replaces ?? '';
    const page = await singles.busyInQuarters(read, window, ahead, after, SINGLES_AT_ONCE, exclude);
    for (const busy of page) {
      conflicts.push(...conflictWithSingle(candidate, busy));
      if (!(await pace())) return { conflicts, cut: true };
    }
    const last = page.at(-1);
    if (!last || page.length < SINGLES_AT_ONCE) return { conflicts, cut: false };
    // What starts later collides later.
    const settled = conflicts.filter(({ atMs }) => atMs <= last.startMs);
    if (settled.length > MAX_CONFLICTS) return { conflicts, cut: false };
    after = { startMs: last.startMs, id: last.entryId as string };
  }
}
