// What was written about single occurrences of a series: what such an override holds, and when the occurrence then is.

import type { EntryText } from './entry.ts';
import type { Series } from './recurrence/series.ts';
import { dayOfOccurrence, type Marks } from './scopes/marks.ts';
import { type Anchor, endOf } from './time/anchor.ts';
import { DAY } from './time/civil.ts';
import { storedDuration } from './time/duration.ts';
import type { Interval } from './time/interval.ts';

/** What an occurrence has of its own; what is not here follows the series. */
export type Held = Partial<EntryText & { start: Anchor; duration: string }>;

/** `occurrence` is the original start (epoch ms), which names it. */
export type Override = {
  occurrence: number;
  excluded: boolean;
  held: Held;
  /** What was last decided for this occurrence alone; null where the series' decision holds. */
  forced: boolean | null;
  /** The original start by which its long texts are stored; only of one that holds some and was read for its times. */
  textsAt?: number;
};

export const holds = ({ held }: Override): boolean => Object.keys(held).length > 0;

/** Where the rule puts an occurrence that the series has. */
export function anchorOfOccurrence(series: Series, occurrence: number): Anchor {
  if (occurrence === series.startMs) return { startMs: occurrence, wallMs: series.wallMs };
  const wallMs = dayOfOccurrence(series, occurrence) * DAY + series.timeOfDay;
  return { startMs: occurrence, wallMs };
}

/** When an occurrence with this override is; epoch ms. */
export function intervalOf(
  series: Series,
  { occurrence, held }: Pick<Override, 'occurrence' | 'held'>,
): Interval {
  const { startMs, wallMs } = held.start ?? anchorOfOccurrence(series, occurrence);
  const duration = held.duration === undefined ? series.duration : storedDuration(held.duration);
  return { startMs, endMs: endOf(startMs, wallMs, duration, series.zone) };
}

/** Overrides as the scopes know them. */
export function marksOf(overrides: readonly Override[]): Marks<Override> {
  return {
    overrides: overrides.filter(({ excluded }) => !excluded),
    exclusions: overrides.flatMap(({ excluded, occurrence }) => (excluded ? [occurrence] : [])),
  };
}

export const exclusion = (occurrence: number): Override => ({
  occurrence,
  excluded: true,
  held: {},
  forced: null,
});

/** The overrides that marks stand for. */
export const overridesOf = ({ overrides, exclusions }: Marks<Override>): Override[] => [
  ...overrides,
  ...exclusions.map(exclusion),
];

/** The override of one occurrence lets go of some fields; one that holds nothing then is none. The same list where it held none of them. */
export function letGo(
  overrides: readonly Override[],
  occurrence: number,
  names: readonly (keyof Held)[],
): readonly Override[] {
  const own = overrides.find((override) => override.occurrence === occurrence);
  if (!own || !names.some((name) => name in own.held)) return overrides;
  const held = { ...own.held };
  for (const name of names) delete held[name];
  const rest = { ...own, held };
  const others = overrides.filter((override) => override !== own);
  return holds(rest) || rest.forced !== null ? [...others, rest] : others;
}
