// The courses of two series in, the first two dates whose occurrences are busy at once out; or that there are none before the end of time.
// services/entry/docs/overlap.md has the argument.

import { dateAt, type Pattern, rankOf } from '../recurrence/pattern.ts';
import { occurrenceOn } from '../recurrence/series.ts';
import { DAY } from '../time/civil.ts';
import { firstCollision } from '../time/interval.ts';
import type { Distances } from './distances.ts';
import { type Search, type Stretch, searchOf } from './search.ts';
import type { Course } from './timeline.ts';

/** Local days, one of each series. */
export type Meeting = { one: number; other: number };

type Step = Meeting | { day: number };

// So many dates are tried in the time that it takes to find out which are worth it.
const PATIENCE = 10_000;

/**
 * The first meeting: no other two occurrences are busy at once any earlier. `fewest` is the least distance in days from the date of
 * `one` to that of `other`, 1 to hold a series against itself. Nothing that starts after `beforeMs` is asked for.
 */
export function firstMeeting(
  one: Course,
  other: Course,
  fewest: number,
  beforeMs: number,
): Meeting | null {
  const search = searchOf(one, other, fewest);
  if (!search.meets(search.all)) return null;
  return walk(search, Math.min(search.end, Math.floor(beforeMs / DAY) + 2));
}

function walk(search: Search, end: number): Meeting | null {
  let stretch = search.stretchAt(search.begin);
  let tried = false;
  let steps = 0;
  for (let day = search.begin; day <= end; ) {
    // Once something was tried there is no more hope of a quiet end, so nothing is lost by skipping what cannot meet.
    if (tried) day = nextAmong(search.one, search.among(search.all), day);
    if (day > end || (day > search.quietUntil && !tried)) return null;
    if (day > stretch.until) stretch = search.stretchAt(day);
    if (!stretch.live) {
      day = stretch.until + 1;
      continue;
    }
    steps += 1;
    const met = nextStep(search, stretch, day, tried || steps > PATIENCE);
    if ('one' in met) return met;
    day = met.day;
    tried ||= day >= search.quietFrom;
  }
  return null;
}

/** The first date at or after `day` that has a date of `other` at one of these distances; Infinity where there is none. */
function nextNear(one: Course, other: Course, day: number, { least, most }: Distances): number {
  let x = one.from(day);
  for (;;) {
    const y = other.from(x + least);
    if (y <= x + most || x === Number.POSITIVE_INFINITY) return x;
    x = one.from(y - most);
  }
}

/** The first date of the course at or after `day` that is one of the pattern's; Infinity where there is none. */
function nextAmong(course: Course, pattern: Pattern, day: number): number {
  let x = course.from(day);
  while (x !== Number.POSITIVE_INFINITY) {
    const next = dateAt(pattern, rankOf(pattern, x));
    if (next === x) break;
    x = course.from(next);
  }
  return x;
}

/** A meeting of the next date at or after `day` in this stretch; or the day from which to look on. */
function nextStep(search: Search, stretch: Stretch, day: number, long: boolean): Step {
  const { one, other, all, among } = search;
  const { until, least, most } = stretch;
  // It takes time to find out which dates residues let meet, so that is for a search that goes on for long.
  const x = long
    ? Math.min(nextAmong(one, among(stretch), day), until + 1)
    : nextNear(one, other, day, all);
  if (x > until || x === Number.POSITIVE_INFINITY) return { day: x };
  let y = other.from(x + least);
  if (y > x + most) return { day: Math.min(y - most, until + 1) };
  const mine = occurrenceOn(one.series, x);
  for (; y <= x + most; y = other.from(y + 1)) {
    if (firstCollision(mine, occurrenceOn(other.series, y)) !== null) return { one: x, other: y };
  }
  return { day: x + 1 };
}
