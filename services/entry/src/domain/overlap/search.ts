// The courses of two series in; out what a search for their first meeting needs to know before it begins, and stretch by stretch.

import { gcd, type Pattern } from '../recurrence/pattern.ts';
import type { Series } from '../recurrence/series.ts';
import { DAY, DAYS_OF_400_YEARS } from '../time/civil.ts';
import { MAX_DURATION_DAYS } from '../time/duration.ts';
import { allDistances, type Distances, distances } from './distances.ts';
import { offsetsOver, YEARLY_FROM } from './offsets.ts';
import { datesThatMeet, residuesMeet } from './residues.ts';
import type { Course } from './timeline.ts';

/** Dates of `one` up to `until`, which can meet those of `other` at these distances; `live` where residues do not rule all of them out. */
export type Stretch = Distances & { until: number; live: boolean };

/** Two courses and what the search needs to know of them before it begins. Days are dates of `one`. */
export type Search = {
  one: Course;
  other: Course;
  begin: number;
  end: number;
  /** Where nothing was tried in the 400 years between these two, as the residues rule it out, nothing later is, whatever is gone. */
  quietFrom: number;
  quietUntil: number;
  /** The distances that can meet at any time. */
  all: Distances;
  /** Whether residues meet at any of these distances. */
  meets(distances: Distances): boolean;
  /** The dates of `one` that residues let meet at these distances. */
  among(distances: Distances): Pattern;
  stretchAt(day: number): Stretch;
};

// What happens to occurrences within reach of each other: two lengths, and some days of clock changes and time of day.
const REACH = 2 * MAX_DURATION_DAYS + 10;

export function searchOf(one: Course, other: Course, fewest: number): Search {
  const [a, b] = [one.series, other.series];
  const begin = Math.max(a.dates.first, b.dates.first - REACH);
  const from = (begin - REACH) * DAY;
  const all = allDistances(a, b, from, fewest);
  const patterns = [a.dates.pattern, b.dates.pattern] as const;
  const meets = remembered(({ least, most }) => residuesMeet(...patterns, least, most));
  const among = remembered(({ least, most }) => datesThatMeet(...patterns, least, most));

  /** Offsets are asked at the wall clocks that an occurrence's instants come from: its start's and, days later, its end's. */
  function stretchAt(day: number): Stretch {
    const wall = day * DAY + a.timeOfDay;
    const wallOfOther = day * DAY + b.timeOfDay;
    const ofOne = offsetsOver(a.zone, wall, wall + a.duration.days * DAY);
    const ofOther = offsetsOver(
      b.zone,
      wallOfOther + all.least * DAY,
      wallOfOther + (all.most + b.duration.days) * DAY,
    );
    const stretch = distances(a, b, ofOne, ofOther, fewest);
    const lasts = Math.min(ofOne.lasts, ofOther.lasts);
    return { ...stretch, until: day + Math.ceil(lasts / DAY) - 1, live: meets(stretch) };
  }

  const quietFrom = REACH + Math.max(begin, b.dates.first, YEARLY_FROM / DAY);
  const quietUntil = quietFrom + DAYS_OF_400_YEARS;
  // From here on everything repeats.
  const repeatsFrom = Math.max(quietFrom, one.lastGone + REACH, other.lastGone + REACH);
  const end = Math.min(a.dates.last, b.dates.last + REACH, repeatsFrom + jointPeriod(a, b));
  return { one, other, begin, end, quietFrom, quietUntil, all, meets, among, stretchAt };
}

function remembered<T>(make: (distances: Distances) => T): (distances: Distances) => T {
  const known = new Map<number, T>();
  return (distances) => {
    // Distances are far less than this apart.
    const key = distances.least * 10_000 + distances.most;
    const value = known.get(key) ?? make(distances);
    known.set(key, value);
    return value;
  };
}

/** After how many days both rules and both zones' clock changes repeat together. */
function jointPeriod(one: Series, other: Series): number {
  const rules = lcm(one.dates.pattern.period, other.dates.pattern.period);
  const changes = [one, other].some(({ zone }) => zone.nextChange(YEARLY_FROM) !== Infinity);
  return changes ? lcm(rules, DAYS_OF_400_YEARS) : rules;
}

function lcm(a: number, b: number): number {
  return (a / gcd(a, b)) * b;
}
