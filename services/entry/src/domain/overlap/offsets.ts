// A zone and a stretch of wall clocks in, the offsets by which these can be resolved out. All in ms.

import { DAY } from '../time/civil.ts';
import type { Zone } from '../time/zone.ts';
import { roundsBack } from '../time/zone-table.ts';

export type OffsetRange = { min: number; max: number };

/** Change i goes from offsets[i] to offsets[i + 1] and skips or repeats the wall clocks [lower[i], upper[i]), all ascending. */
type ClockChanges = { lower: Float64Array; upper: Float64Array; offsets: Float64Array };

/** From here on (epoch ms) a zone only repeats yearly rules; two years of them show every offset that there will be. */
export const YEARLY_FROM = Date.UTC(2100, 0, 1);
const TWO_YEARS = 731 * DAY;

// No zone has a change before; and the longest stretch that begins before the rounds repeat ends before the last.
const FIRST = Date.UTC(1800, 0, 1);
const LAST = Date.UTC(2510, 0, 1);

const kept = new WeakMap<Zone, ClockChanges>();

function changesOf(zone: Zone): ClockChanges {
  let changes = kept.get(zone);
  if (!changes) {
    changes = readChanges(zone);
    kept.set(zone, changes);
  }
  return changes;
}

function readChanges(zone: Zone): ClockChanges {
  const lower: number[] = [];
  const upper: number[] = [];
  const offsets = [zone.offsetAt(FIRST)];
  for (let at = zone.nextChange(FIRST); at < LAST; at = zone.nextChange(at)) {
    const [before, after] = [offsets.at(-1) as number, zone.offsetAt(at)];
    lower.push(at + Math.min(before, after));
    upper.push(at + Math.max(before, after));
    offsets.push(after);
  }
  return {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    offsets: Float64Array.from(offsets),
  };
}

/** The place of the first number above a value in an ascending list. */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The range of offsets for wall clocks in [fromLocal, toLocal], both included; a wall clock in a gap or one that comes twice has both
 * offsets around it. `lasts`: moving both ends on by less than this leaves the range as it is.
 */
export function offsetsOver(
  zone: Zone,
  fromLocal: number,
  toLocal: number,
): OffsetRange & { lasts: number } {
  const { lower, upper, offsets } = changesOf(zone);
  const back = roundsBack(fromLocal);
  const [from, to] = [fromLocal - back, toLocal - back];
  const first = firstAbove(upper, from);
  const last = firstAbove(lower, to);
  let min = offsets[first] as number;
  let max = min;
  for (let i = first + 1; i <= last; i += 1) {
    min = Math.min(min, offsets[i] as number);
    max = Math.max(max, offsets[i] as number);
  }
  const lasts = Math.min((upper[first] ?? Infinity) - from, (lower[last] ?? Infinity) - to);
  return { min, max, lasts };
}

/** The range of offsets from a wall clock on, to the end of time. */
export function offsetsFrom(zone: Zone, fromLocal: number): OffsetRange {
  return offsetsOver(zone, fromLocal, endOfNew(fromLocal));
}

/** Each of the offsets from a wall clock on, to the end of time. */
export function everyOffset(zone: Zone, fromLocal: number): ReadonlySet<number> {
  const { lower, upper, offsets } = changesOf(zone);
  const back = roundsBack(fromLocal);
  const first = firstAbove(upper, fromLocal - back);
  return new Set(offsets.subarray(first, firstAbove(lower, endOfNew(fromLocal) - back) + 1));
}

/** After this wall clock no offset comes that was not there since `fromLocal`. */
const endOfNew = (fromLocal: number) => Math.max(fromLocal, YEARLY_FROM) + TWO_YEARS;

/**
 * Whether a change of the zone after `fromLocal` comes between times of the day `first` and `last` (ms after midnight, `last` may lie
 * some days on, `first` some days before), or moves one of them. If not, all wall clocks between them have one offset, every day.
 */
export function changesBetween(
  zone: Zone,
  fromLocal: number,
  first: number,
  last: number,
): boolean {
  const { lower, upper } = changesOf(zone);
  const from = fromLocal - roundsBack(fromLocal);
  // A yearly rule keeps its time of day.
  const end = firstAbove(lower, Math.max(from, YEARLY_FROM) + TWO_YEARS);
  for (let i = firstAbove(upper, from); i < end; i += 1) {
    const day = Math.ceil(((upper[i] as number) - first) / DAY) - 1;
    if (day * DAY + last >= (lower[i] as number)) return true;
  }
  return false;
}
