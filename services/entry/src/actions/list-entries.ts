// A window of time in; a page of the entries in it out, with the revision of the calendar that it shows.
import type { Database } from '@calendar/shared/db/connect';
import { snapshot } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Occupancy, Position } from '../store/occupancy.ts';
import type { Caller, InCalendar } from './in-calendar.ts';

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  inCalendar: InCalendar;
  occupancy: Pick<Occupancy, 'list'>;
};

export type ListEntries = (
  caller: Caller,
  window: { calendarId: string; startMs: number; endMs: number },
  after: Position | null,
  limit: number,
) => Promise<{ items: Entry[]; next: Position | null; calendar: CalendarRef }>;

export function listEntries({ db, calendarRefs, inCalendar, occupancy }: Deps): ListEntries {
  return (caller, window, after, limit) =>
    inCalendar(caller, window.calendarId, () =>
      // Revision and rows are of one moment, so that the revision can stand for the rows.
      snapshot(db, async (read) => {
        const calendar = await calendarRefs.find(caller.userId, window.calendarId, read);
        if (!calendar) return null;
        const mine = { ...window, ownerId: caller.userId };
        const found = await occupancy.list(read, mine, after, limit + 1);
        const items = found.slice(0, limit);
        const next = found.length > limit ? (items.at(-1) ?? null) : null;
        return { items, next, calendar };
      }),
    );
}
