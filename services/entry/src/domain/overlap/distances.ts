// Two series and the offsets of their wall clocks in, how many days apart their dates can be for their occurrences to meet out.

import type { Series } from '../recurrence/series.ts';
import { DAY } from '../time/civil.ts';
import { changesBetween, type OffsetRange, offsetsFrom } from './offsets.ts';

/** From the date of one series to that of the other, in days, both included; none where `most` is less than `least`. */
export type Distances = { least: number; most: number };

/**
 * The distances in days at which occurrences with offsets in these ranges can meet: `other` starts before `one` ends and ends after
 * `one` starts. Where both ranges are single values, occurrences at these distances do meet.
 */
export function distances(
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
export function allDistances(
  one: Series,
  other: Series,
  fromLocal: number,
  fewest: number,
): Distances {
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
