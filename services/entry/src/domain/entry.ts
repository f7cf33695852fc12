// An entry and what a write makes of it. Times are epoch milliseconds beside the wall clock as sent.
import { type DurationClass, durationClass } from './overlap.ts';
import type { Schedule } from './schedule.ts';

export type Entry = {
  calendarId: string;
  id: string;
  ownerId: string;
  title: string;
  description: string | null;
  location: string | null;
  startMs: number;
  endMs: number;
  wallStart: string;
  timeZone: string;
  duration: string;
  /** By its real length: the part of the index in which the entry lies. */
  durationClass: DurationClass;
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

/** What a client writes about an entry beside its schedule. */
export type EntryText = Pick<Entry, 'title' | 'description' | 'location' | 'busy'>;

/** What a write adds by itself. */
export type Stamp = { tag: string; now: number; tzdata: string };

/** The columns of a schedule. */
export const scheduled = ({ startMs, endMs, wallStart, zone, duration }: Schedule) => ({
  startMs,
  endMs,
  wallStart,
  timeZone: zone.name,
  duration: duration.text,
  durationClass: durationClass(endMs - startMs),
});

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
  schedule: Schedule,
  stamp: Stamp,
): Entry {
  const next = { ...entry, ...text, ...scheduled(schedule) };
  const fields = Object.keys(next) as (keyof Entry)[];
  const same = fields.every((name) => next[name] === entry[name]);
  if (same) return entry;
  return {
    ...next,
    version: entry.version + 1,
    tag: stamp.tag,
    tzdata: stamp.tzdata,
    updatedAt: stamp.now,
  };
}
