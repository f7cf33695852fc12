// Overlap by brute force: every busy time of one against every busy time of the other, up to the horizon.
//
// Why a bounded look decides what has no bound. Nothing that a story sends or names lies after QUIET; from there to the
// horizon every series is as its rule gives it, through a whole summer and a whole winter. Say that none of these two
// collide before the horizon, then they never do where
// - one of them ends before the horizon: there is nothing left to look at;
// - their hours of the day have nothing in common in summer nor in winter;
// - both are daily or weekly of an interval that divides PERIOD days. The zones of the stories change their clocks at one
//   instant or never, so that two series are apart by one distance all summer and by one all winter, and each of the
//   two lasts longer than PERIOD days: a collision in 2099 is one on a day with the same remainder in the first summer or
//   winter after QUIET. An occurrence that lasts through a change begins as in one season and ends as in the other; it is
//   contained in the two that surround it, so it meets nothing that they do not meet on days with the same remainder.
// Of all other pairs the model says that it does not know, and a story does not send what it does not know.
import { type Entry, goesOn, type Moment, momentsOf } from './entry.ts';

export const QUIET = Date.UTC(2029, 5, 1);
const PERIOD = 42;
const DAY = 86_400_000;
const SEASON = 3_600_000;

/** The first instant at which both are busy, and which occurrences are then. */
export type Meeting = {
  /** Null: the candidate itself. */
  existing: Entry | null;
  atMs: number;
  pairs: { candidate: Moment; existing: Moment }[];
};

export type Verdict = { meetings: Meeting[]; known: boolean };

type Pair = Meeting['pairs'][number];

const busy = (moments: readonly Moment[]) => moments.filter(({ freeBusy }) => freeBusy === 'busy');

/** The earliest of some pairs; null where there is none. */
function earliest(existing: Entry | null, pairs: Iterable<Pair>): Meeting | null {
  let first: Meeting | null = null;
  for (const pair of pairs) {
    const atMs = Math.max(pair.candidate.startMs, pair.existing.startMs);
    if (first && atMs > first.atMs) continue;
    if (!first || atMs < first.atMs) first = { existing, atMs, pairs: [] };
    first.pairs.push(pair);
  }
  return first;
}

const overlap = (a: Moment, b: Moment) => a.startMs < b.endMs && b.startMs < a.endMs;

function* pairsOf(candidates: readonly Moment[], existings: readonly Moment[]): Iterable<Pair> {
  for (const candidate of candidates) {
    for (const existing of existings) {
      if (overlap(candidate, existing)) yield { candidate, existing };
    }
  }
}

function* pairsWithin(moments: readonly Moment[]): Iterable<Pair> {
  for (const [i, candidate] of moments.entries()) {
    for (const existing of moments.slice(i + 1)) {
      if (overlap(candidate, existing)) yield { candidate, existing };
    }
  }
}

/** Of a whole entry against others and itself. */
export function verdictOf(candidate: Entry, others: readonly Entry[]): Verdict {
  const mine = busy(momentsOf(candidate));
  if (mine.length === 0) return { meetings: [], known: true };
  const found = others.map((other) => earliest(other, pairsOf(mine, busy(momentsOf(other)))));
  const known = others.every((other, i) => found[i] || neverMeet(candidate, other));
  return { meetings: inOrder([...found, earliest(null, pairsWithin(mine))]), known };
}

/** Of one occurrence against others and the rest of its own series. */
export function verdictOfOne(moment: Moment, others: readonly Entry[]): Verdict {
  if (moment.freeBusy !== 'busy') return { meetings: [], known: true };
  const { entry, occurrence } = moment;
  const found = [...others, entry].map((other) => {
    const rest = busy(momentsOf(other));
    const without = other === entry ? rest.filter((each) => each.occurrence !== occurrence) : rest;
    return earliest(other, pairsOf([moment], without));
  });
  return { meetings: inOrder(found), known: true };
}

const inOrder = (meetings: (Meeting | null)[]) =>
  meetings.filter((each) => each !== null).sort((a, b) => a.atMs - b.atMs);

/** Whether it is certain that two do not meet that do not meet before the horizon. */
function neverMeet(one: Entry, other: Entry): boolean {
  if ([one, other].some((each) => !goesOn(each) || each.freeBusy !== 'busy')) return true;
  return (hasShortPeriod(one) && hasShortPeriod(other)) || areApart(one, other);
}

function hasShortPeriod({ rule }: Entry): boolean {
  if (!rule || rule.byMonth || rule.byMonthDay) return false;
  const days = { daily: 1, weekly: 7, monthly: NaN, yearly: NaN }[rule.frequency] * rule.interval;
  return PERIOD % days === 0;
}

/** Whether the hours of two series, each an hour wider on both sides, have nothing in common. */
function areApart(one: Entry, other: Entry): boolean {
  const [a, b] = [hoursOf(one), hoursOf(other)];
  return [-DAY, 0, DAY].every((by) => a.to + by <= b.from || b.to <= a.from + by);
}

function hoursOf(entry: Entry) {
  const [first] = momentsOf({ ...entry, marks: new Map() }) as [Moment];
  const from = first.startMs % DAY;
  return { from: from - SEASON, to: from + first.endMs - first.startMs + SEASON };
}
