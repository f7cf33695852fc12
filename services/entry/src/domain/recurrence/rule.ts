// The vocabulary of a recurrence rule (RFC 8984 section 4.3.3, the part that the contract has), as the domain holds it.

export const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** What becomes of a positive day of the month that a month lacks (RFC 7529 section 4.1). */
export type Skip = 'omit' | 'backward' | 'forward';

/** A weekday; with `nthOfPeriod` only the n-th of its month or year, counted from the end where negative. */
export type ByDay = { day: Weekday; nthOfPeriod?: number };

export type Rule = {
  frequency: Frequency;
  /** Every how many days, weeks (from Monday), months or years; 1 to 1000. */
  interval: number;
  byDay?: readonly ByDay[];
  byMonthDay?: readonly number[];
  byMonth?: readonly number[];
  skip: Skip;
  /** How many occurrences there are, the first one included. */
  count?: number;
  /** The last instant (epoch ms) at which an occurrence may start. */
  untilMs?: number;
};

/** The weekday of a local day, Monday 0. */
export function weekdayOf(localDay: number): number {
  const fromThursday = localDay % 7;
  return (fromThursday + 10) % 7;
}
