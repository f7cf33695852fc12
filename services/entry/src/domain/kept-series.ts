// A series made ready to be asked, with what was written about its occurrences: rows in; its occurrences of a window, in order, out.

import type { BriefEntry, Entry } from './entry.ts';
import { type Quarters, quartersOf } from './overlap/quarters.ts';
import { seriesTimeline, singleTimeline, type Timeline } from './overlap/timeline.ts';
import { intervalOf, type Override } from './override.ts';
import {
  compileSeries,
  countBefore,
  isOccurrence,
  nthOccurrence,
  occurrencesIn,
  type Series,
} from './recurrence/series.ts';
import type { Schedule } from './schedule.ts';
import { storedDuration } from './time/duration.ts';
import type { Interval } from './time/interval.ts';
import { readWall } from './time/timestamp.ts';
import { storedZone } from './time/zone.ts';
import { weightOf } from './weight.ts';

/** `override` null where nothing was written about it. `occurrence` is the original start, which names it. */
export type Occurring = Interval & { occurrence: number; override: Override | null };

export type KeptSeries = {
  entry: BriefEntry;
  series: Series;
  overrides: ReadonlyMap<number, Override>;
  /** What of `overrides` is there, in order. */
  placed: readonly Occurring[];
  timeline: Timeline;
  quarters: Quarters;
  /** What it takes in memory. */
  bytes: number;
};

/** Where a page of a list goes on: after what starts there, has this id and this original start. */
export type Place = { startMs: number; id: string; occurrence: number };

/** One of a calendar's series by its id; an Error where it is not among them. */
export function keptOf(all: readonly KeptSeries[], id: string): KeptSeries {
  const kept = all.find(({ entry }) => entry.id === id);
  if (!kept) throw new Error(`The series ${id} is not at hand.`);
  return kept;
}

/** The series of a stored entry; null where it does not recur. */
export function seriesOf(
  entry: Pick<Entry, 'startMs' | 'wallStart' | 'timeZone' | 'duration' | 'rule' | 'ruleStart'>,
): Series | null {
  if (!entry.rule) return null;
  return compileSeries(entry.rule, {
    startMs: entry.startMs,
    wallMs: readWall(entry.wallStart),
    ruleWallMs: readWall(entry.ruleStart ?? entry.wallStart),
    zone: storedZone(entry.timeZone),
    duration: storedDuration(entry.duration),
  });
}

/** Costs some microseconds and a few more for each override; up to 10 ms for a rule that was not met before. */
export function keepSeries(
  entry: BriefEntry,
  series: Series,
  overrides: readonly Override[],
): KeptSeries {
  // Zone data of a later release may have moved an occurrence away from under its override.
  const named = overrides.filter(({ occurrence }) => isOccurrence(series, occurrence));
  const placed = named
    .flatMap((override) =>
      override.excluded
        ? []
        : [{ ...intervalOf(series, override), occurrence: override.occurrence, override }],
    )
    .sort((a, b) => a.startMs - b.startMs || a.occurrence - b.occurrence);
  const timeline = timelineOfSeries(series, named, entry.busy);
  const byName = new Map(named.map((override) => [override.occurrence, override]));
  const quarters = quartersOf(timeline);
  const bytes = weightOf(entry, named);
  return { entry, series, overrides: byName, placed, timeline, quarters, bytes };
}

const NEVER: Timeline = { moments: [], course: null };

/** When an entry is busy that may recur; `overrides` name occurrences of it. */
export function timelineOf(
  { series, startMs, endMs }: Pick<Schedule, 'series' | 'startMs' | 'endMs'>,
  overrides: readonly Override[],
  busy: boolean,
): Timeline {
  if (series) return timelineOfSeries(series, overrides, busy);
  return busy ? singleTimeline(startMs, endMs) : NEVER;
}

function timelineOfSeries(series: Series, overrides: readonly Override[], busy: boolean): Timeline {
  const changes = overrides.map((override) => ({
    occurrence: override.occurrence,
    busy: !override.excluded && (override.held.busy ?? busy) ? intervalOf(series, override) : null,
  }));
  return seriesTimeline(series, changes, busy);
}

export const isBusy = ({ entry }: KeptSeries, { override }: Occurring): boolean =>
  override?.held.busy ?? entry.busy;

/** One occurrence by its original start (epoch ms); null where the series does not have it. */
export function occurrenceAt(kept: KeptSeries, instantMs: number): Occurring | null {
  const override = kept.overrides.get(instantMs) ?? null;
  if (override?.excluded || !isOccurrence(kept.series, instantMs)) return null;
  if (override) return { ...intervalOf(kept.series, override), occurrence: instantMs, override };
  const place = countBefore(kept.series, instantMs);
  const regular = nthOccurrence(kept.series, place) as Interval;
  return { ...regular, occurrence: instantMs, override };
}

/** Its occurrences that have any time in the window, after a place; in order of start, then original start. */
export function* occurrencesOf(
  kept: KeptSeries,
  window: Interval,
  after: Place | null = null,
): Generator<Occurring> {
  const { id } = kept.entry;
  const isNext = (at: Occurring) => !after || comparePlaces({ ...at, id }, after) > 0;
  const placed = kept.placed.filter((at) => at.startMs < window.endMs && at.endMs > window.startMs);
  let next = 0;
  for (const regular of regularOf(kept, window, after)) {
    for (let at = placed[next]; at && isBefore(at, regular); at = placed[++next]) {
      if (isNext(at)) yield at;
    }
    if (isNext(regular)) yield regular;
  }
  for (let at = placed[next]; at; at = placed[++next]) if (isNext(at)) yield at;
}

/** The order of a list. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.occurrence - b.occurrence;
}

function isBefore(one: Occurring, other: Occurring): boolean {
  if (one.startMs !== other.startMs) return one.startMs < other.startMs;
  return one.occurrence < other.occurrence;
}

/** What lies where the rule puts it. */
function* regularOf(
  { series, overrides }: KeptSeries,
  window: Interval,
  after: Place | null,
): Generator<Occurring> {
  const fromMs = Math.max(window.startMs, after?.startMs ?? Number.NEGATIVE_INFINITY);
  for (const at of occurrencesIn(series, fromMs, window.endMs)) {
    if (!overrides.has(at.startMs)) yield { ...at, occurrence: at.startMs, override: null };
  }
}
