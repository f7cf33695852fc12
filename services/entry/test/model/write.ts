// A write as its scope means it: the entries that stand in the way and one that is new or changed; nothing is decided yet.
import {
  dateOfStart,
  type Entry,
  type Held,
  type Mark,
  type Moment,
  momentsOf,
  originalStarts,
} from './entry.ts';
import { carried, type Dropped, holding, keptOf, withoutOwn } from './marks.ts';
import { changed, pattern, type Sent, type Verb } from './sent.ts';
import { endOfDayBefore, instantOf } from './times.ts';

export type Change = { verb: Verb; sent: Sent; zone: string };

/** `before` is what stood for the time of `after`: the entry, or the part of it from the named occurrence on. */
export type Written = {
  before: Entry;
  after: Entry;
  dropped: Dropped | null;
};

const scheduleOf = ({ startMs, timeZone, ruleDate, rule }: Entry) =>
  JSON.stringify([startMs, timeZone, ruleDate, rule && [pattern(rule), rule.count, rule.untilMs]]);

const isSameSchedule = (one: Entry, other: Entry) => scheduleOf(one) === scheduleOf(other);

/** `all`: of a series whose schedule stays, every mark stays. */
export function wholeChanged(entry: Entry, { verb, sent, zone }: Change): Written {
  const after = changed(verb, entry, sent, { zone, sameStarts: [entry.startMs] });
  if (!entry.rule || isSameSchedule(entry, after)) return { before: entry, after, dropped: null };
  const { marks, dropped } = carried(entry, after);
  return { before: entry, after: { ...after, marks }, dropped };
}

/** `thisAndFuture` of the first occurrence: as `all`, but for its own override. */
export function firstChanged(entry: Entry, { verb, sent, zone }: Change): Written {
  const after = changed(verb, entry, sent, { zone, sameStarts: [entry.startMs] });
  const { dropped, ...written } = ownKept(entry, after, { verb, sent, zone });
  return { ...written, dropped: isSameSchedule(entry, after) ? null : dropped };
}

/** The named occurrence's own override keeps what the change does not name; of a single entry it becomes its own. */
function ownKept(before: Entry, after: Entry, change: Change): Written {
  const { marks, dropped } = carried(withoutOwn(before), after);
  const held = keptOf(before, namesOf(before, after, change));
  if (!after.rule) {
    const single = { ...after, ...held, marks: new Map() };
    return { before, after: { ...single, ruleDate: dateOfStart(single) }, dropped };
  }
  const own = before.marks.get(before.startMs);
  const mark = holding(own, held);
  return { before, after: marked({ ...after, marks }, after.startMs, mark), dropped };
}

/** What an override would lose to a change that names these fields. */
function namesOf(part: Entry, after: Entry, { verb, sent }: Change): (keyof Held)[] {
  const names = ['title', 'description', 'location', 'duration', 'freeBusy'] as const;
  if (verb === 'PUT') return [...names, 'startMs'];
  const sentToo = names.filter((name) => sent[name] !== undefined);
  return part.startMs === after.startMs ? sentToo : [...sentToo, 'startMs'];
}

const marksFrom = (entry: Entry, from: number, to: number) =>
  new Map([...entry.marks].filter(([start]) => start >= from && start < to));

const countBefore = (entry: Entry, original: number) =>
  originalStarts(entry).filter((start) => start < original).length;

/** The occurrences before the named one; the last second of the local day before is their end. */
export function head(entry: Entry, original: number): Entry {
  const { count, untilMs: _, ...rule } = entry.rule as NonNullable<Entry['rule']>;
  const stay = originalStarts(entry).filter((start) => start < original);
  const untilMs = Math.max(endOfDayBefore(original, entry.timeZone), stay.at(-1) as number);
  const end = count === undefined ? { untilMs } : { count: stay.length };
  const marks = marksFrom(entry, -Infinity, original);
  return { ...entry, rule: { ...rule, ...end }, marks };
}

/** The named occurrence and those after it, as an entry of their own that nobody changed. */
function tail(entry: Entry, original: number): Entry {
  const { count, ...rule } = entry.rule as NonNullable<Entry['rule']>;
  const left = count === undefined ? {} : { count: count - countBefore(entry, original) };
  const marks = marksFrom(entry, original, Infinity);
  return { ...entry, startMs: original, rule: { ...rule, ...left }, marks };
}

/** A count as the entry shows it is divided; another one counts for the new part. */
function dividedCount(entry: Entry, part: Entry, sent: Sent): Sent {
  const { recurrence } = sent;
  if (!recurrence || recurrence.count === undefined) return sent;
  if (recurrence.count !== entry.rule?.count) return sent;
  return { ...sent, recurrence: { ...recurrence, count: part.rule?.count ?? null } };
}

/** `thisAndFuture` beyond the first occurrence: the part from the named one on, changed. */
export function partChanged(entry: Entry, original: number, change: Change): Written {
  const part = tail(entry, original);
  const sent = dividedCount(entry, part, change.sent);
  const sameStarts = [original, entry.startMs];
  const after = changed(change.verb, part, sent, { zone: change.zone, sameStarts });
  return ownKept(part, after, change);
}

/** What a `this` says of each field: held where it differs from the series, else not. */
export function oneChanged(entry: Entry, original: number, { verb, sent }: Change): Entry {
  const mark = entry.marks.get(original);
  const held = mark?.excluded === false ? mark.held : {};
  const { title, description, location, duration, freeBusy } = entry;
  const series: Held = { title, description, location, duration, freeBusy, startMs: original };
  const { start, recurrence: _, timeZone: __, excluded: ___, ...fields } = sent;
  const defaults = verb === 'PUT' ? { description: null, location: null, freeBusy: 'busy' } : {};
  const startMs = start === undefined ? {} : { startMs: instantOf(start, entry.timeZone) };
  const named = {
    ...defaults,
    ...fields,
    ...startMs,
    ...(fields.freeBusy === null && { freeBusy: 'busy' }),
  };
  const differing = Object.entries({ ...held, ...named }).filter(
    ([name, value]) => !(name in named) || value !== series[name as keyof Held],
  );
  return marked(entry, original, holding(mark, Object.fromEntries(differing)));
}

export const marked = (entry: Entry, original: number, mark: Mark): Entry => ({
  ...entry,
  marks: new Map([...entry.marks, [original, mark]]),
});

/** What decides overlap: another time, length, zone or rule, or time that was not busy before. */
export function isDecided(before: Entry, after: Entry): boolean {
  const now = momentsOf(after).filter(isBusy);
  if (now.length === 0) return false;
  if (before.duration !== after.duration || !isSameSchedule(before, after)) return true;
  const then = new Set(momentsOf(before).filter(isBusy).map(spanOf));
  return now.some((moment) => !then.has(spanOf(moment)));
}

const isBusy = ({ freeBusy }: Moment) => freeBusy === 'busy';
const spanOf = ({ startMs, endMs }: Moment) => `${startMs} ${endMs}`;
