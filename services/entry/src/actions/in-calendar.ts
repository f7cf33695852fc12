// Work in a calendar that may not be known here yet: then the authority is asked, and the work begun once more.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { notFound } from '@calendar/shared/errors';
import type { Owners } from '@calendar/shared/owners/owners';
import type { CalendarRefs } from '../store/calendar-refs.ts';
import type { AskCalendar } from '../store/calendar-service.ts';

export type Caller = { userId: string; token: string };

/** Runs `work` until it gives something other than null, which says that there is no such calendar. Throws 404 or 503. */
export type InCalendar = <T>(
  caller: Caller,
  calendarId: string,
  work: () => Promise<T | null>,
) => Promise<T>;

type Deps = {
  db: Database;
  owners: Owners;
  calendarRefs: CalendarRefs;
  askCalendar: AskCalendar;
  newTag: () => string;
};

export function inCalendar(deps: Deps): InCalendar {
  const { db, owners, calendarRefs, askCalendar, newTag } = deps;

  /** A miss is never remembered: the calendar may be made a moment later. */
  async function meet({ userId, token }: Caller, calendarId: string): Promise<void> {
    const state = await askCalendar(userId, token, calendarId);
    if (!state) throw notFound('calendar');
    await transaction(db, async (tx) => {
      await owners.lockActive(tx, userId);
      await calendarRefs.keep(tx, state, newTag());
    });
  }

  return async (caller, calendarId, work) => {
    const found = await work();
    if (found !== null) return found;
    await owners.requireActive(caller.userId);
    // Where there is a row, it is deleted, somebody else's, or has just come: the authority could say nothing more.
    if (!(await calendarRefs.isKnown(calendarId))) await meet(caller, calendarId);
    const again = await work();
    if (again === null) throw notFound('calendar');
    return again;
  };
}
