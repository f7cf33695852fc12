// An entry and what a write makes of it. Times are epoch milliseconds beside the wall clock as sent.
import { type DurationClass, durationClass, SERIES_CLASS } from './duration-class.ts';
import type { Rule } from './recurrence/rule.ts';
import { sameRule } from './recurrence/sent-rule.ts';
import { nthOccurrence, occurrenceCount, type Series } from './recurrence/series.ts';
import type { Schedule } from './schedule.ts';
import { END_OF_TIME } from './time/timestamp.ts';
import { formatLocal } from './time/timestamp-text.ts';

export type Entry = {
  calendarId: string;
  id: string;
  ownerId: string;
  title: string;
  description: string | null;
  location: string | null;
  startMs: number;
  /** Of a series, where its rule's last occurrence ends; the end of time where it never does. */
  endMs: number;
  wallStart: string;
  timeZone: string;
  duration: string;
  /** The part of the index in which the entry lies. */
  durationClass: DurationClass;
  /** Null where it does not recur. */
  rule: Rule | null;
  /** The wall clock that the rule counts from, another than `wallStart` after a split; null where it does not recur. */
  ruleStart: string | null;
  busy: boolean;
  forced: boolean;
  previousEntryId: string | null;
  nextEntryId: string | null;
  version: number;
  tag: string;
  /** Version of the zone data by which the instants were reckoned. */
  tzdata: string;
  createdAt: number;
  updatedAt: number;
};

/** An entry as it is listed and decided about; `cut` where its description is long and was left out. */
export type BriefEntry = Entry & { cut?: boolean };

/** What a client writes about an entry beside its schedule. */
export type EntryText = Pick<Entry, 'title' | 'description' | 'location' | 'busy'>;

export const textOf = ({ title, description, location, busy }: EntryText): EntryText => ({
  ...{ title, description, location, busy },
});

/** What a write adds by itself. */
export type Stamp = { tag: string; now: number; tzdata: string };

/** The columns of a schedule. */
export const scheduled = ({ startMs, endMs, wallStart, zone, duration, series }: Schedule) => ({
  startMs,
  endMs: series ? lastEnd(series) : endMs,
  wallStart,
  timeZone: zone.name,
  duration: duration.text,
  durationClass: series ? SERIES_CLASS : durationClass(endMs - startMs),
  rule: series ? series.rule : null,
  ruleStart: series ? formatLocal(series.ruleWallMs) : null,
});

function lastEnd(series: Series): number {
  const { count, untilMs } = series.rule;
  if (count === undefined && untilMs === undefined) return END_OF_TIME;
  const last = nthOccurrence(series, occurrenceCount(series) - 1);
  return (last ?? series.first).endMs;
}

export function newEntry(
  names: Pick<Entry, 'calendarId' | 'id' | 'ownerId'>,
  text: EntryText,
  schedule: Schedule,
  { tag, now, tzdata }: Stamp,
): Entry {
  return {
    ...names,
    ...text,
    ...scheduled(schedule),
    forced: false,
    previousEntryId: null,
    nextEntryId: null,
    version: 1,
    tag,
    tzdata,
    createdAt: now,
    updatedAt: now,
  };
}

/** The entry with a new text and schedule in place; the next version of it, or itself where nothing is new. */
export function changeEntry(
  entry: Entry,
  text: Partial<EntryText>,
  schedule: Schedule | null,
  stamp: Stamp,
): Entry {
  const next = { ...entry, ...text, ...(schedule && scheduled(schedule)) };
  if (sameRule(next.rule, entry.rule)) next.rule = entry.rule;
  const fields = Object.keys(next) as (keyof Entry)[];
  const same = fields.every((name) => next[name] === entry[name]);
  return same ? entry : nextVersion(next, stamp);
}

/** The same fields as the next version, also where only something that belongs to the entry has changed. */
export const nextVersion = (entry: Entry, { tag, now, tzdata }: Stamp): Entry => ({
  ...entry,
  version: entry.version + 1,
  tag,
  tzdata,
  updatedAt: now,
});
