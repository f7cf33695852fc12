// A calendar's caller and the wish for an entry in; the entry out, unless it meets another and is not forced.
import { AppError, invalid } from '@calendar/shared/errors';
import { type Entry, type EntryText, newEntry } from '../domain/entry.ts';
import type { Overlap } from '../domain/overlap-refused.ts';
import { planSchedule, type SentSchedule } from '../domain/schedule.ts';
import type { Entries } from '../store/entries.ts';
import type { DecideOverlap } from './decide-overlap.ts';
import type { Caller } from './in-calendar.ts';
import type { LockingCalendar } from './locking-calendar.ts';

type Deps = {
  lockingCalendar: LockingCalendar;
  decideOverlap: DecideOverlap;
  entries: Entries;
  maxEntries: number;
  now: () => number;
  newId: () => string;
  newTag: () => string;
  tzdata: string;
};

export type EntryWish = {
  text: EntryText;
  /** Without a zone the calendar's of now holds. */
  schedule: Omit<SentSchedule, 'timeZone'> & { timeZone: string | undefined };
};

export type CreateEntry = (
  caller: Caller,
  calendarId: string,
  wish: EntryWish,
  force: boolean,
) => Promise<{ entry: Entry; overlap: Overlap }>;

export function createEntry(deps: Deps): CreateEntry {
  const { lockingCalendar, decideOverlap, entries, maxEntries, now, newId, newTag, tzdata } = deps;
  return (caller, calendarId, wish, force) =>
    lockingCalendar(caller, calendarId, 1, async (tx, calendar) => {
      const timeZone = wish.schedule.timeZone ?? calendar.timeZone;
      const schedule = planSchedule({ ...wish.schedule, timeZone });
      if ('faults' in schedule) throw invalid(...schedule.faults);
      if (calendar.entryCount > maxEntries) {
        throw new AppError('limit-reached', `A calendar holds at most ${maxEntries} entries.`);
      }
      const names = { calendarId, id: newId(), ownerId: caller.userId };
      const wished = newEntry(names, wish.text, schedule, { tag: newTag(), now: now(), tzdata });
      const overlap = await decideOverlap(tx, wished, force);
      const entry = { ...wished, forced: overlap.conflicts.length > 0 };
      await entries.insert(tx, entry);
      return { entry, overlap };
    });
}
