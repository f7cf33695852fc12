// How much a calendar and a series may hold.
import { AppError } from '@calendar/shared/errors';
import { type KeptSeries, keptOf } from '../domain/kept-series.ts';

export type Limits = ReturnType<typeof makeLimits>;

/** `overrides` counts exclusions too. */
type Most = {
  entries: number;
  series: number;
  overrides: { ofSeries: number; ofCalendar: number };
};

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

    /** Where one more occurrence of a series is changed or excluded, with all series of its calendar at hand. */
    checkOverrides(all: readonly KeptSeries[], id: string): void {
      const { ofSeries, ofCalendar } = most.overrides;
      const inAll = all.reduce((sum, { overrides }) => sum + overrides.size, 0);
      if (keptOf(all, id).overrides.size >= ofSeries) {
        throw refuse(`At most ${ofSeries} occurrences of a series are changed or excluded.`);
      }
      if (inAll >= ofCalendar) {
        throw refuse(`At most ${ofCalendar} occurrences of a calendar are changed or excluded.`);
      }
    },
  };
}
