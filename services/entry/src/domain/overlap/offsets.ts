// A zone and a stretch of wall clocks in, the offsets by which these can be resolved out. All in ms.

import { DAY } from '../time/civil.ts';
import type { Zone } from '../time/zone.ts';

export type OffsetRange = { min: number; max: number };

/**
 * The range of offsets for wall clocks in [fromLocal, toLocal], both included; a wall clock in a gap or one that comes twice has both
 * offsets around it. `lasts`: moving both ends on by less than this leaves the range as it is.
 */
export function offsetsOver(
  zone: Zone,
  fromLocal: number,
  toLocal: number,
): OffsetRange & { lasts: number } {
  // No offset reaches a day, so spans that end earlier or begin later have no part in it.
  let startMs = fromLocal - DAY;
  let offset = zone.offsetAt(startMs);
  let lowest = Number.NEGATIVE_INFINITY;
  const range = { min: Infinity, max: -Infinity, lasts: Infinity };
  while (startMs - DAY <= toLocal) {
    const endMs = zone.nextChange(startMs);
    const next = endMs === Infinity ? offset : zone.offsetAt(endMs);
    const beyond = endMs + Math.max(offset, next);
    if (lowest > toLocal) {
      range.lasts = Math.min(range.lasts, lowest - toLocal);
    } else if (beyond > fromLocal) {
      range.min = Math.min(range.min, offset);
      range.max = Math.max(range.max, offset);
      range.lasts = Math.min(range.lasts, beyond - fromLocal);
    }
    lowest = endMs + Math.min(offset, next);
    [startMs, offset] = [endMs, next];
  }
  range.lasts = Math.min(range.lasts, startMs - DAY - toLocal);
  return range;
}

/** From here on (epoch ms) a zone only repeats yearly rules; two years of them show every offset that there will be. */
export const YEARLY_FROM = Date.UTC(2100, 0, 1);
const TWO_YEARS = 731 * DAY;

/** The range of offsets from a wall clock on, to the end of time. */
export function offsetsFrom(zone: Zone, fromLocal: number): OffsetRange {
  return offsetsOver(zone, fromLocal, Math.max(fromLocal, YEARLY_FROM) + TWO_YEARS);
}
