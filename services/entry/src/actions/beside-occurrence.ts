// One occurrence of a series in, under the calendar's lock; what was written about the others out, without their texts.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { keptOf } from '../domain/kept-series.ts';
import type { Override } from '../domain/override.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

/** `at`: its original start. Must come before any write of the transaction. */
export type BesideOccurrence = (
  tx: Tx,
  calendar: CalendarRef,
  seriesId: string,
  at: number,
) => Promise<Override[]>;

export function besideOccurrence({
  seriesAtHand,
}: {
  seriesAtHand: SeriesAtHand;
}): BesideOccurrence {
  return async (tx, calendar, seriesId, at) => {
    const all = await seriesAtHand(reading(tx), calendar);
    const written = [...keptOf(all, seriesId).overrides.values()];
    return written.filter(({ occurrence }) => occurrence !== at);
  };
}
