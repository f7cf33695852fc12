// The courses of two series in, the first two dates whose occurrences are busy at once out; or that there are none before the end of time.
// services/entry/docs/overlap.md has the argument.

import { dateAt, gcd, type Pattern, rankOf } from '../recurrence/pattern.ts';
import { occurrenceOn, type Series } from '../recurrence/series.ts';
import { DAY, DAYS_OF_400_YEARS } from '../time/civil.ts';
import { MAX_DURATION_DAYS } from '../time/duration.ts';
import { firstCollision } from '../time/interval.ts';
import {
  changesBetween,
  type OffsetRange,
  offsetsFrom,
  offsetsOver,
  YEARLY_FROM,
} from './offsets.ts';
import { datesThatMeet, residuesMeet } from './residues.ts';
import type { Course } from './timeline.ts';

/** Local days, one of each series. */
export type Meeting = { one: number; other: number };

/** A stretch of dates of `one`, to `until`, for which `other`'s dates that can meet them are `least` to `most` days later. */
type Stretch = { until: number; least: number; most: number; live: boolean };

type Distances = { least: number; most: number };

type Step = Meeting | { day: number };

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
  const end = Math.min(search.end, Math.floor(beforeMs / DAY) + 2);
  let stretch = search.stretchAt(search.begin);
  let tried = false;
  for (let day = search.begin; day <= end; ) {
    // Once something was tried there is no more hope of a quiet end, so nothing is lost by skipping what cannot meet.
    if (tried) day = nextAmong(one, search.among(search.all), day);
    if (day > end) return null;
    if (day > stretch.until) stretch = search.stretchAt(day);
    if (day > search.quietUntil && !tried) return null;
    if (!stretch.live) {
      day = stretch.until + 1;
      continue;
    }
    const met = nextStep(search, stretch, day, tried);
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
function nextStep(search: Search, stretch: Stretch, day: number, tried: boolean): Step {
  const { one, other, all, among } = search;
  const { until, least, most } = stretch;
  // It takes time to find out which dates residues let meet, so that is for those that go on for long.
  const x = tried
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

/** Two courses and what the search needs to know of them before it begins. Days are dates of `one`. */
type Search = {
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

function searchOf(one: Course, other: Course, fewest: number): Search {
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

/**
 * The distances in days at which occurrences with offsets in these ranges can meet: `other` starts before `one` ends and ends after
 * `one` starts. Where both ranges are single values, occurrences at these distances do meet.
 */
function distances(
  one: Series,
  other: Series,
  ofOne: OffsetRange,
  ofOther: OffsetRange,
  fewest: number,
): Distances {
  const later = other.timeOfDay - one.timeOfDay;
  const above = ofOther.min - ofOne.max - lengthOf(other) - later;
  const below = ofOther.max - ofOne.min + lengthOf(one) - later;
  return {
    least: Math.max(Math.floor(above / DAY) + 1, fewest),
    most: Math.ceil(below / DAY) - 1,
  };
}

/** The distances at which occurrences can meet at any time from a wall clock on. */
function allDistances(one: Series, other: Series, fromLocal: number, fewest: number): Distances {
  const ofOne = offsetsFrom(one.zone, fromLocal);
  const ofOther = one.zone === other.zone ? ofOne : offsetsFrom(other.zone, fromLocal);
  const all = distances(one, other, ofOne, ofOther, fewest);
  if (one.zone !== other.zone) return all;
  // In one zone whose clock never changes at these hours, every two occurrences near each other have one offset.
  const starts = [one.timeOfDay, other.timeOfDay + all.least * DAY];
  const ends = [
    one.timeOfDay + one.duration.days * DAY,
    other.timeOfDay + (all.most + other.duration.days) * DAY,
  ];
  const hours = [Math.min(...starts), Math.max(...ends)] as const;
  if (all.least > all.most || changesBetween(one.zone, fromLocal, ...hours)) return all;
  const same = { min: 0, max: 0 };
  return distances(one, other, same, same, fewest);
}

function lengthOf({ duration }: Series): number {
  return duration.days * DAY + duration.ms;
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
