// A change of an entry in, whole or in part; the entry as it then stands out, unless it meets another and is not forced.
import type { Tx } from '@calendar/shared/db/connect';
import { type Fault, invalid, notFound } from '@calendar/shared/errors';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import { changeEntry, type Entry, type EntryText } from '../domain/entry.ts';
import type { Overlap } from '../domain/overlap-refused.ts';
import {
  type ChangedSchedule,
  changeSchedule,
  type SentChange,
} from '../domain/schedule-change.ts';
import type { Entries } from '../store/entries.ts';
import { type DecideOverlap, noOverlap } from './decide-overlap.ts';
import type { Caller } from './in-calendar.ts';
import type { LockingCalendar } from './locking-calendar.ts';

export type EntryChange = {
  text: Partial<EntryText>;
  schedule: SentChange;
  /** The zone goes back to its default, which is the calendar's of now. */
  defaultZone: boolean;
  /** Fields that may only repeat what is stored. */
  repeated: { id?: string; calendarId?: string; occurrence?: string | null };
};

export type UpdateEntry = (
  caller: Caller,
  name: { calendarId: string; id: string },
  change: EntryChange,
  how: { force: boolean; ifMatch: Precondition; occurrence: number | undefined },
) => Promise<{ entry: Entry; overlap: Overlap }>;

type Deps = {
  lockingCalendar: LockingCalendar;
  decideOverlap: DecideOverlap;
  entries: Entries;
  now: () => number;
  newTag: () => string;
  tzdata: string;
};

export function updateEntry(deps: Deps): UpdateEntry {
  const { lockingCalendar, decideOverlap, entries, now, newTag, tzdata } = deps;

  async function decided(tx: Tx, entry: Entry, force: boolean) {
    const overlap = await decideOverlap(tx, entry, force);
    return { entry: { ...entry, forced: overlap.conflicts.length > 0 }, overlap };
  }

  return (caller, name, change, { force, ifMatch, occurrence }) =>
    lockingCalendar(caller, name.calendarId, 0, async (tx, calendar) => {
      const stored = await entries.get(tx, { ...name, ownerId: caller.userId });
      if (!stored) throw notFound('entry');
      if (occurrence !== undefined) throw notFound('occurrence');
      requireMatch(ifMatch, versionTag(stored));

      const schedule = scheduleAfter(stored, change, calendar.timeZone);
      const stamp = { tag: newTag(), now: now(), tzdata };
      const wished = changeEntry(stored, change.text, schedule, stamp);
      const decides = wished.busy && (schedule.differs || !stored.busy);
      const written = decides ? await decided(tx, wished, force) : untouched(wished);
      if (wished !== stored) await entries.update(tx, written.entry);
      return written;
    });
}

const untouched = (entry: Entry) => ({ entry, overlap: noOverlap(entry) });

/** Throws 400 with every fault that only the stored state shows. */
function scheduleAfter(
  stored: Entry,
  change: EntryChange,
  zoneOfCalendar: string,
): ChangedSchedule {
  const zone = change.defaultZone && { timeZone: zoneOfCalendar };
  const schedule = changeSchedule(stored, { ...change.schedule, ...zone });
  const faults = faultsOfRepeated(stored, change.repeated);
  if ('faults' in schedule) throw invalid(...faults, ...schedule.faults);
  if (faults.length > 0) throw invalid(...faults);
  return schedule;
}

function faultsOfRepeated(stored: Entry, sent: EntryChange['repeated']): Fault[] {
  const kept = { id: stored.id, calendarId: stored.calendarId, occurrence: null };
  const names = ['id', 'calendarId', 'occurrence'] as const;
  return names
    .filter((name) => sent[name] !== undefined && sent[name] !== kept[name])
    .map((name) => ({ pointer: `/${name}`, detail: 'must be the stored one' }));
}
