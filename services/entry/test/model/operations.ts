// A plan in the calendar that it meets: the exact operation out, with times as a client sends them.
import type { ModelCalendar, Operation } from './calendar.ts';
import { type Entry, originalStarts } from './entry.ts';
import { QUIET } from './overlap.ts';
import type { Planned, PlannedBody } from './plans.ts';
import type { Sent } from './sent.ts';
import { dateOf, wallOf } from './times.ts';

const FIRST_DAY = '2027-01-04';
/** A year before all is quiet: what one after the other is moved by stays within. */
const LAST_NAMED = QUIET - 365 * 86_400_000;

/** What a plan is in the calendar that it meets; null where there is nothing that it could name. */
export function made(plan: Planned, { entries, zone }: ModelCalendar): Operation | null {
  const { verb, force, body } = plan;
  if (verb === 'POST') {
    const sent = dated(body, FIRST_DAY, body.timeZone ?? zone);
    return { verb, id: '', scope: 'all', occurrence: null, body: sent, force };
  }
  const entry = entries[plan.entry % entries.length];
  if (!entry) return null;
  const { id } = entry;
  const occurrence = occurrenceOf(entry, plan);
  const scope = occurrence === null ? 'all' : plan.scope;
  const date = dateOf(occurrence ?? entry.startMs, entry.timeZone);
  const sent = dated(body, date, body.timeZone ?? (verb === 'PUT' ? zone : entry.timeZone));
  const own = scope === 'this' ? ofOne(sent, entry, occurrence, verb) : sent;
  return { verb, id, scope, occurrence: scope === 'all' ? null : occurrence, body: own, force };
}

function occurrenceOf(entry: Entry, { at, marked }: Planned): number | null {
  if (!entry.rule) return null;
  const starts = originalStarts(entry).filter((start) => start < LAST_NAMED);
  const changed = marked ? starts.filter((start) => entry.marks.has(start)) : [];
  const named = (changed.length > 0 ? changed : starts).slice(0, 24);
  const places = { first: 0, second: 1, middle: named.length >> 1, last: named.length - 1 };
  return named[Math.min(places[at], named.length - 1)] ?? null;
}

const onDay = (date: string, days: number, time: string) =>
  `${Temporal.PlainDate.from(date).add({ days })}T${time}:00`;

/** With `start` and `until` as a client sends them, counted from a date. */
function dated({ day, time, recurrence, ...rest }: PlannedBody, date: string, timeZone: string) {
  const start = day === undefined || !time ? {} : { start: onDay(date, day, time) };
  if (!recurrence) return { ...rest, ...start, ...(recurrence === null && { recurrence }) } as Sent;
  const { untilDay, ...rule } = recurrence;
  const from = 'start' in start ? start.start.slice(0, 10) : date;
  const until =
    typeof untilDay === 'number' ? inUtc(onDay(from, untilDay, '20:00'), timeZone) : null;
  const ends = untilDay === undefined ? {} : { until };
  return { ...rest, ...start, recurrence: { ...rule, ...ends } } as Sent;
}

const inUtc = (wall: string, timeZone: string) =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).toInstant().toString();

/** An override has no zone and no rule of its own; what was excluded comes back by `excluded: false`. */
function ofOne(sent: Sent, entry: Entry, occurrence: number | null, verb: string): Sent {
  const { timeZone: _, recurrence: __, ...fields } = sent;
  const isExcluded = occurrence !== null && entry.marks.get(occurrence)?.excluded;
  return isExcluded && verb === 'PATCH' ? { ...fields, excluded: false } : fields;
}

/** The sequence as it can be read; the plans themselves are what can be pasted. */
export const told = ({ verb, id, scope, occurrence, body, force }: Operation): string => {
  const at = occurrence === null ? '' : ` ${wallOf(occurrence, 'UTC')}Z`;
  return `${verb} ${id} ${scope}${at}${force ? ' force' : ''} ${JSON.stringify(body)}`;
};
