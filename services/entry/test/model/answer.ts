// What the model knows as the API says it: the JSON of entries and occurrences, without the times of their making.
import type { ModelCalendar, Outcome } from './calendar.ts';
import { momentsIn } from './calendar.ts';
import { type Entry, type Moment, momentOf } from './entry.ts';
import { shownRule } from './sent.ts';
import { endOf, shown } from './times.ts';

/** From the model's id to the API's. */
export type Ids = ReadonlyMap<string, string>;

type Json = ReturnType<typeof JSON.parse>;

const idOf = (ids: Ids, id: string | null) => (id === null ? null : (ids.get(id) ?? null));

function entryJson(entry: Entry, ids: Ids) {
  const { title, description, location, duration, timeZone, freeBusy, forced } = entry;
  return {
    ...{ title, description, location, duration, timeZone, freeBusy, forced },
    id: idOf(ids, entry.id),
    start: shown(entry.startMs, timeZone),
    end: shown(endOf(entry.startMs, duration, timeZone), timeZone),
    recurrence: shownRule(entry),
    previousEntryId: idOf(ids, entry.previous),
    nextEntryId: idOf(ids, entry.next),
  };
}

function occurrenceJson(moment: Moment, ids: Ids) {
  const { entry, title, description, location, duration, freeBusy, forced, overridden } = moment;
  const { timeZone } = entry;
  return {
    ...entryJson(entry, ids),
    ...{ title, description, location, duration, freeBusy, forced, overridden },
    start: shown(moment.startMs, timeZone),
    end: shown(moment.endMs, timeZone),
    occurrence: moment.occurrence === null ? null : shown(moment.occurrence, timeZone),
  };
}

const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);

/** In order of start, then id, then original start. */
export function expandedJson({ entries }: ModelCalendar, fromMs: number, toMs: number, ids: Ids) {
  const order = (a: Moment, b: Moment) =>
    a.startMs - b.startMs ||
    (a.entry !== b.entry ? byText(ids.get(a.entry.id), ids.get(b.entry.id)) : 0) ||
    Number(a.occurrence) - Number(b.occurrence);
  const moments = momentsIn(entries, fromMs, toMs).sort(order);
  return moments.map((moment) => occurrenceJson(moment, ids));
}

/** Each entry that has an occurrence in the window once, in order of the series' start, then id. */
export function unexpandedJson({ entries }: ModelCalendar, fromMs: number, toMs: number, ids: Ids) {
  const order = (a: Entry, b: Entry) =>
    a.startMs - b.startMs || byText(ids.get(a.id), ids.get(b.id));
  const listed = entries.filter((entry) => momentsIn([entry], fromMs, toMs).length > 0);
  return listed.sort(order).map((entry) => entryJson(entry, ids));
}

/** The entry or the occurrence that an answer shows. */
export function shownJson({ entries }: ModelCalendar, outcome: Outcome, ids: Ids): Json {
  const { id, occurrence } = outcome.shows ?? {};
  const entry = entries.find((each) => each.id === id) as Entry;
  const dropped = outcome.dropped ? { dropped: outcome.dropped } : {};
  if (occurrence == null) return { ...entryJson(entry, ids), ...dropped };
  return occurrenceJson(momentOf(entry, occurrence), ids);
}

/** One side of a conflict. */
export const sideJson = ({ entry, occurrence, startMs, endMs }: Moment) => ({
  start: shown(startMs, entry.timeZone),
  end: shown(endMs, entry.timeZone),
  occurrence: occurrence === null ? null : shown(occurrence, entry.timeZone),
});
