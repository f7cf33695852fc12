// Overrides and exclusions on their way from one schedule to another: what still names an occurrence goes along.
import {
  dateOfStart,
  type Entry,
  type Held,
  type Mark,
  type Marks,
  originalStarts,
} from './entry.ts';
import { dateOf } from './times.ts';

export type Dropped = { overrides: number; exclusions: number };

export type Carried = { marks: Marks; dropped: Dropped };

/** By instant, else by local date, each in its series' own zone; where two come to one, the instant wins. */
function named(marks: Marks, before: Entry, after: Entry): Map<number, [number, Mark]> {
  const starts = after.rule ? originalStarts(after) : [];
  const dates = new Map(starts.map((start) => [dateOf(start, after.timeZone), start]));
  const instants = new Set(starts);
  const found = new Map<number, [number, Mark]>();
  for (const [start, mark] of marks) if (instants.has(start)) found.set(start, [start, mark]);
  for (const [start, mark] of marks) {
    const there = dates.get(dateOf(start, before.timeZone));
    if (there !== undefined && !found.has(there) && !instants.has(start)) {
      found.set(there, [start, mark]);
    }
  }
  return found;
}

/** Of a whole series, or of a part that begins with the named occurrence; its own override keeps its place, the first. */
export function carried(before: Entry, after: Entry): Carried {
  const isSameDay = dateOfStart(before) === dateOfStart(after);
  const own = before.marks.get(before.startMs);
  const leads = !isSameDay && own && !own.excluded && after.rule;
  const rest = new Map(before.marks);
  if (leads) rest.delete(before.startMs);
  const found = named(rest, before, after);
  if (!isSameDay) found.delete(after.startMs);
  if (leads) found.set(after.startMs, [before.startMs, own]);
  const kept = new Set([...found.values()].map(([start]) => start));
  const gone = [...before.marks].filter(([start]) => !kept.has(start)).map(([, mark]) => mark);
  return { marks: settled(found), dropped: countOf(gone) };
}

const settled = (found: Map<number, [number, Mark]>): Marks =>
  new Map([...found].map(([start, [, mark]]) => [start, mark]));

const isOverride = (mark: Mark) => !mark.excluded && Object.keys(mark.held).length > 0;

const countOf = (marks: readonly Mark[]): Dropped => ({
  overrides: marks.filter(isOverride).length,
  exclusions: marks.filter(({ excluded }) => excluded).length,
});

/** The same mark with other fields; of an exclusion, the occurrence is back. */
export const holding = (mark: Mark | undefined, held: Held): Mark =>
  mark?.excluded === false ? { ...mark, held } : { excluded: false, held };

/** Without what was decided for each alone: a decision about the whole series is one for each of its occurrences. */
export const undecided = (marks: Marks): Marks =>
  new Map(
    [...marks].map(([start, mark]) => [
      start,
      mark.excluded ? mark : holding(undefined, mark.held),
    ]),
  );

/** The own override of the first occurrence, without the fields that a change names. */
export function keptOf(entry: Entry, names: readonly (keyof Held)[]): Held {
  const own = entry.marks.get(entry.startMs);
  const held = own?.excluded === false ? Object.entries(own.held) : [];
  return Object.fromEntries(held.filter(([name]) => !names.includes(name as keyof Held)));
}

export function withoutOwn(entry: Entry): Entry {
  return {
    ...entry,
    marks: new Map([...entry.marks].filter(([start]) => start !== entry.startMs)),
  };
}
