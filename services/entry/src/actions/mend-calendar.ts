// A calendar that differs from what the authority has of it, brought to that on the way that an event would have taken.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { Difference } from '../domain/difference.ts';
import type { CalendarRefs, CalendarState } from '../store/calendar-refs.ts';
import type { ForgetCalendar } from './forget-calendar.ts';
import type { PurgeCalendar } from './purge-calendar.ts';

type Deps = {
  db: Database;
  calendarRefs: Pick<CalendarRefs, 'adopt'>;
  forgetCalendar: ForgetCalendar;
  purgeCalendar: PurgeCalendar;
};

export type MendCalendar = (
  difference: Difference,
  held: CalendarState,
  authority: CalendarState | undefined,
) => Promise<void>;

export function mendCalendar(deps: Deps): MendCalendar {
  const { db, calendarRefs, forgetCalendar, purgeCalendar } = deps;
  return async (difference, held, authority = held) => {
    if (difference === 'unpurged') return purgeCalendar(held.ownerId, held.id);
    if (difference !== 'version') return forgetCalendar({ ...held, version: authority.version });
    await transaction(db, (tx) => calendarRefs.adopt(tx, authority, held.version));
  };
}
