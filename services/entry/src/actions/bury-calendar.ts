// A deleted calendar in: from its tombstone's commit on nothing of it is read or made.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { CalendarRefs, CalendarState } from '../store/calendar-refs.ts';

type Deps = { db: Database; calendarRefs: CalendarRefs; newTag: () => string };

export type BuryCalendar = (state: CalendarState) => Promise<void>;

export function buryCalendar({ db, calendarRefs, newTag }: Deps): BuryCalendar {
  return (state) => transaction(db, (tx) => calendarRefs.bury(tx, state, newTag()));
}
