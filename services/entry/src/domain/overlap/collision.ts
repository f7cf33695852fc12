// Two timelines in, or one to be held against itself; their first collision out, exact to the end of time, or null: there is none.

import { occurrenceOn } from '../recurrence/series.ts';
import { DAY } from '../time/civil.ts';
import { firstCollision } from '../time/interval.ts';
import { firstMeeting } from './meeting.ts';
import type { Course, Moment, Timeline } from './timeline.ts';

/** `atMs` is the first instant (epoch ms) at which both are busy. */
export type Collision = { atMs: number; one: Moment; other: Moment };

/** The first collision of two entries. */
export function collisionOf(one: Timeline, other: Timeline): Collision | null {
  let first = firstOfMoments(one.moments, other.moments);
  first = earlier(first, firstOnCourse(one.moments, other.course, first));
  const mirrored = firstOnCourse(other.moments, one.course, first);
  first = earlier(first, mirrored && turned(mirrored));
  return earlier(first, firstOfCourses(one.course, other.course, Number.NEGATIVE_INFINITY, first));
}

/** The first collision of two occurrences of one entry, the one that starts earlier as `one`. */
export function selfCollisionOf({ moments, course }: Timeline): Collision | null {
  let first = firstAmong(moments);
  const onCourse = firstOnCourse(moments, course, first);
  first = earlier(first, onCourse && inOrder(onCourse));
  return earlier(first, firstOfCourses(course, course, 1, first));
}

function earlier(one: Collision | null, other: Collision | null): Collision | null {
  if (!one || !other) return one ?? other;
  return other.atMs < one.atMs ? other : one;
}

function turned({ atMs, one, other }: Collision): Collision {
  return { atMs, one: other, other: one };
}

function inOrder(collision: Collision): Collision {
  return collision.other.startMs < collision.one.startMs ? turned(collision) : collision;
}

function collide(one: Moment, other: Moment): Collision | null {
  const atMs = firstCollision(one, other);
  return atMs === null ? null : { atMs, one, other };
}

/** Walks both lists by start: whatever starts collides with what is still busy, most likely with what ends last. */
function firstOfMoments(ones: readonly Moment[], others: readonly Moment[]): Collision | null {
  let [i, j] = [0, 0];
  let busyOne: Moment | undefined;
  let busyOther: Moment | undefined;
  for (;;) {
    const [one, other] = [ones[i], others[j]];
    const isOne = one && (!other || one.startMs <= other.startMs);
    const next = isOne ? one : other;
    if (!next) return null;
    const [mine, theirs] = isOne ? [next, busyOther] : [busyOne, next];
    const met = mine && theirs && collide(mine, theirs);
    if (met) return met;
    if (isOne) {
      busyOne = lasting(busyOne, next);
      i += 1;
    } else {
      busyOther = lasting(busyOther, next);
      j += 1;
    }
  }
}

function firstAmong(moments: readonly Moment[]): Collision | null {
  let busy: Moment | undefined;
  for (const moment of moments) {
    const met = busy && collide(busy, moment);
    if (met) return met;
    busy = lasting(busy, moment);
  }
  return null;
}

function lasting(busy: Moment | undefined, next: Moment): Moment {
  return busy && busy.endMs > next.endMs ? busy : next;
}

function firstOnCourse(
  moments: readonly Moment[],
  course: Course | null,
  known: Collision | null,
): Collision | null {
  let first = known;
  if (!course) return null;
  for (const moment of moments) {
    if (first && moment.startMs >= first.atMs) break;
    const onCourse = firstEndingAfter(course, moment.startMs);
    first = earlier(first, onCourse && collide(moment, onCourse));
  }
  return first === known ? null : first;
}

/** The first occurrence on the course that ends after an instant. */
function firstEndingAfter({ series, from }: Course, instantMs: number): Moment | null {
  // A wall clock and its instant are less than a day apart, and a clock change moves either by a day at most.
  const { days, ms } = series.duration;
  let day = from(Math.floor((instantMs - ms) / DAY) - days - 2);
  while (day !== Number.POSITIVE_INFINITY) {
    const { startMs, endMs } = occurrenceOn(series, day);
    if (endMs > instantMs) return { startMs, endMs, occurrence: startMs };
    day = from(day + 1);
  }
  return null;
}

function firstOfCourses(
  one: Course | null,
  other: Course | null,
  fewest: number,
  known: Collision | null,
): Collision | null {
  if (!one || !other) return null;
  const met = firstMeeting(one, other, fewest, known?.atMs ?? Number.POSITIVE_INFINITY);
  if (!met) return null;
  const onOne = occurrenceOn(one.series, met.one);
  const onOther = occurrenceOn(other.series, met.other);
  return collide(
    { ...onOne, occurrence: onOne.startMs },
    { ...onOther, occurrence: onOther.startMs },
  );
}
