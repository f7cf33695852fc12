// How much memory the series of a calendar take, held against how much they may: all of them are there when the calendar is asked.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { AppError } from '@calendar/shared/errors';
import { keptOf } from '../domain/kept-series.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

/**
 * Before a series is written: `id` is what it was stored under, null where there was none, `bytes` its weight from now on. Throws 403
 * where the calendar's series would become heavier than they may be.
 */
export type WeighSeries = (
  tx: Tx,
  calendar: CalendarRef,
  id: string | null,
  bytes: number,
) => Promise<void>;

type Deps = { seriesAtHand: SeriesAtHand; seriesBytes: number };

export function weighSeries({ seriesAtHand, seriesBytes }: Deps): WeighSeries {
  return async (tx, calendar, id, bytes) => {
    const all = await seriesAtHand(reading(tx), calendar);
    const before = id === null ? 0 : keptOf(all, id).bytes;
    const others = all.reduce((sum, one) => sum + one.bytes, -before);
    if (bytes <= before || others + bytes <= seriesBytes) return;
    throw new AppError(
      'limit-reached',
      `The rules of a calendar's series and their changed occurrences take at most ${seriesBytes} bytes of memory.`,
    );
  };
}
