// How much a calendar and a series may hold.
import { AppError } from '@calendar/shared/errors';
import type { CalendarRef } from '../store/calendar-refs.ts';

export type Limits = ReturnType<typeof makeLimits>;

type Most = { entries: number; series: number; overrides: number };

const refuse = (what: string) => new AppError('limit-reached', what);

export function makeLimits(most: Most) {
  return {
    /** Throws 403 where the calendar, as it is with `added` more, holds too much. */
    checkCalendar(calendar: CalendarRef, added: { entries: number; series: number }): void {
      if (calendar.entryCount + added.entries > most.entries) {
        throw refuse(`A calendar holds at most ${most.entries} entries.`);
      }
      if (added.series > 0 && calendar.seriesCount + added.series > most.series) {
        throw refuse(`A calendar holds at most ${most.series} entries that recur.`);
      }
    },

    /** Throws 403 where a series has as many overrides and exclusions as it may. */
    checkSeries(overrides: number): void {
      if (overrides < most.overrides) return;
      throw refuse(`At most ${most.overrides} occurrences of a series are changed or excluded.`);
    },
  };
}
