// The earliest start from which a candidate meets nothing: busy times in, window by window, an interval or "there is none" out.
// The caller reads each window from the database and may stop between two of them.

import type { Schedule } from './schedule.ts';
import { endOf } from './time/anchor.ts';
import { DAY } from './time/civil.ts';
import type { Interval } from './time/interval.ts';
import { END_OF_TIME } from './time/timestamp.ts';
import type { Zone } from './time/zone.ts';

/** How far after the candidate's own start (ms) another one is looked for, inclusive. */
const SEARCH_MS = 366 * DAY;

/** `window`: feed the busy times that meet [fromMs, toMs). `free`: the answer, null where there is none. */
export type SearchStep =
  | { kind: 'window'; fromMs: number; toMs: number }
  | { kind: 'free'; free: Interval | null };

export type FreeSearch = {
  /** What the search wants first. */
  begin(): SearchStep;
  /**
   * Takes the busy times that meet the window asked for, in order of start. `upToMs` is the window's end or, where the reader
   * stopped at a limit, the start of the last one read.
   */
  feed(busy: readonly Interval[], upToMs: number): SearchStep;
};

/** Searches from the candidate's own interval on; from any later start its duration counts from the wall clock there. */
export function searchNextFree(candidate: Schedule): FreeSearch {
  const last = candidate.startMs + SEARCH_MS;
  let trying: Interval | null = { startMs: candidate.startMs, endMs: candidate.endMs };
  let own = true;
  let ahead = DAY;

  /** Moves on to the next start that could be free, given that none before `untilMs` is. */
  function skipTo(untilMs: number): void {
    trying = firstStart(candidate, untilMs, last);
  }

  function wanted(): SearchStep {
    if (!trying) return { kind: 'free', free: null };
    const window = { fromMs: trying.startMs, toMs: trying.endMs + ahead };
    ahead = Math.min(ahead * 2, SEARCH_MS);
    return { kind: 'window', ...window };
  }

  function feed(busy: readonly Interval[], upToMs: number): SearchStep {
    let at = 0;
    while (trying) {
      const met = nextMet(busy, at, trying);
      at = met.at;
      if (met.busyUntil === null) {
        return trying.endMs <= upToMs ? { kind: 'free', free: trying } : wanted();
      }
      // What was sent may end elsewhere than an entry sent from the same instant: its wall clock can lie in a gap.
      if (own) skipTo(candidate.startMs);
      else skipTo(Math.min(met.busyUntil, nextLengthChange(trying.startMs, candidate)));
      own = false;
    }
    return { kind: 'free', free: null };
  }

  return { begin: wanted, feed };
}

/** Skips, from index `at` on, what is over by the start of `trying`; then the next one meets it, or none does. */
function nextMet(
  busy: readonly Interval[],
  at: number,
  trying: Interval,
): { at: number; busyUntil: number | null } {
  let i = at;
  for (let next = busy[i]; next; next = busy[++i]) {
    if (next.endMs <= trying.startMs) continue;
    return { at: i, busyUntil: next.startMs < trying.endMs ? next.endMs : null };
  }
  return { at: i, busyUntil: null };
}

/** The first start at or after `fromMs` with an end that is after it and within time; null where there is none up to `lastMs`. */
function firstStart(candidate: Schedule, fromMs: number, lastMs: number): Interval | null {
  let startMs = fromMs;
  while (startMs <= lastMs && startMs < END_OF_TIME) {
    const { duration, zone } = candidate;
    const endMs = endOf(startMs, zone.toLocal(startMs), duration, zone);
    if (endMs > startMs && endMs <= END_OF_TIME) return { startMs, endMs };
    startMs = nextLengthChange(startMs, candidate);
  }
  return null;
}

/**
 * The first start after this one (epoch ms) from which the duration may have another real length: where the offset of the start
 * changes, or the wall clock reached by adding the days comes past a clock change. In between every start has the same length.
 */
function nextLengthChange(
  startMs: number,
  candidate: { duration: Schedule['duration']; zone: Zone },
): number {
  const { duration, zone } = candidate;
  if (duration.days === 0) return Number.POSITIVE_INFINITY;
  const reach = zone.offsetAt(startMs) + duration.days * DAY;
  const jump = zone.nextJump(startMs + reach) - reach;
  return Math.min(zone.nextChange(startMs), jump);
}
