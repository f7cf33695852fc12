// What a PUT or PATCH says, and what every change of an entry has in common.
import { type Fault, invalid } from '@calendar/shared/errors';
import type { Overlap } from '../domain/conflicts.ts';
import type { Entry, EntryText } from '../domain/entry.ts';
import type { Occurring } from '../domain/kept-series.ts';
import type { Faulty } from '../domain/schedule.ts';
import { type ReadChange, readChange, type SentChange } from '../domain/schedule-change.ts';
import type { Dropped } from '../domain/scopes/marks.ts';
import { parseInstant } from '../domain/time/timestamp.ts';
import { isForced } from './decide-overlap.ts';

export type EntryChange = {
  text: Partial<EntryText>;
  schedule: SentChange;
  /** The zone goes back to its default, which is the calendar's of now. */
  defaultZone: boolean;
  /** Fields that may only repeat what is stored. */
  repeated: { id?: string; calendarId?: string; occurrence?: string | null };
  /** An excluded occurrence is brought back. */
  restores: boolean;
};

/** `at`: the occurrence that was changed, where it was one alone. */
export type Written = {
  entry: Entry;
  at: Occurring | null;
  overlap: Overlap;
  /** How many overrides and exclusions name no occurrence any more, where the schedule of a series changed. */
  dropped?: Dropped;
};

export const noOverlap = ({ timeZone }: Entry): Overlap => ({
  conflicts: [],
  conflictsTruncated: false,
  timeZone,
});

/** The decision about `times`, if there are any. `forced`: whether it lets the entry in by force; null where nothing was to be decided. */
export async function decideWhere<Times>(
  times: Times | null,
  entry: Entry,
  decide: (times: Times) => Promise<Overlap>,
): Promise<{ overlap: Overlap; forced: boolean | null }> {
  if (times === null) return { overlap: noOverlap(entry), forced: null };
  const overlap = await decide(times);
  return { overlap, forced: isForced(overlap) };
}

/** What was sent of the schedule, read. `at`: the original start of the occurrence that was named. Throws 400 where that cannot be read. */
export function readSent(
  stored: Entry,
  change: EntryChange,
  zoneOfCalendar: string,
  at: number | null,
): ReadChange {
  const zone = change.defaultZone && { timeZone: zoneOfCalendar };
  const read = readChange(stored, { ...change.schedule, ...zone });
  if (!('faults' in read)) return read;
  throw invalid(...faultsOfRepeated(stored, change.repeated, at), ...read.faults);
}

/** The outcome of a change; where that has faults, or fields that may only repeat are others: 400 with all of them. */
export function sound<Outcome extends object>(
  outcome: Outcome | Faulty,
  stored: Entry,
  change: EntryChange,
  at: number | null,
): Outcome {
  const faults = faultsOfRepeated(stored, change.repeated, at);
  if ('faults' in outcome) throw invalid(...faults, ...outcome.faults);
  if (faults.length > 0) throw invalid(...faults);
  return outcome;
}

function faultsOfRepeated(
  stored: Entry,
  { id, calendarId, occurrence }: EntryChange['repeated'],
  at: number | null,
): Fault[] {
  const others = {
    id: id !== undefined && id !== stored.id,
    calendarId: calendarId !== undefined && calendarId !== stored.calendarId,
    occurrence: occurrence !== undefined && instantOf(occurrence) !== at,
  };
  return Object.entries(others)
    .filter(([, isOther]) => isOther)
    .map(([name]) => ({ pointer: `/${name}`, detail: 'must be the stored one' }));
}

function instantOf(occurrence: string | null): number | null {
  if (occurrence === null) return null;
  const read = parseInstant(occurrence);
  return 'broken' in read ? Number.NaN : read.instantMs;
}
