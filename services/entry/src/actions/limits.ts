// How much a calendar and a series may hold.
import { AppError } from '@calendar/shared/errors';

export type Limits = ReturnType<typeof makeLimits>;

type Most = { entries: number; series: number; overrides: number };

const refuse = (what: string) => new AppError('limit-reached', what);

/** Each throws 403 where it would be more than there may be: asked by what adds, so that what is there can be changed under any bound. */
export function makeLimits(most: Most) {
  return {
    checkEntries(ofCalendar: number): void {
      if (ofCalendar <= most.entries) return;
      throw refuse(`A calendar holds at most ${most.entries} entries.`);
    },

    checkSeries(ofCalendar: number): void {
      if (ofCalendar <= most.series) return;
      throw refuse(`A calendar holds at most ${most.series} entries that recur.`);
    },

    /** Overrides and exclusions together. */
    checkOverrides(ofSeries: number): void {
      if (ofSeries <= most.overrides) return;
      throw refuse(`At most ${most.overrides} occurrences of a series are changed or excluded.`);
    },
  };
}
