// The frame of every write of entries: one transaction that begins with the calendar's lock.
import type { Database, Tx } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Caller, InCalendar } from './in-calendar.ts';

/** `added` is by how many entries the calendar grows. Throws 401, 404, 503, and what `work` throws; then nothing is written. */
export type LockingCalendar = <T>(
  caller: Caller,
  calendarId: string,
  added: number,
  work: (tx: Tx, calendar: CalendarRef) => Promise<T>,
) => Promise<T>;

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  inCalendar: InCalendar;
  newTag: () => string;
};

export function lockingCalendar({ db, calendarRefs, inCalendar, newTag }: Deps): LockingCalendar {
  return async (caller, calendarId, added, work) => {
    const { done } = await inCalendar(caller, calendarId, () =>
      transaction(db, async (tx) => {
        const { userId } = caller;
        const calendar = await calendarRefs.touch(tx, userId, calendarId, newTag(), added);
        return calendar && { done: await work(tx, calendar) };
      }),
    );
    return done;
  };
}
