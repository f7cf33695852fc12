// The event of a calendar's deletion in: tombstone, entries, and the inbox row last.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { recordInbox, seen } from '@calendar/shared/events/inbox';
import type { CalendarState } from '../store/calendar-refs.ts';
import type { BuryCalendar } from './bury-calendar.ts';
import type { PurgeCalendar } from './purge-calendar.ts';

const CONSUMER = 'entry';

type Deps = { db: Database; buryCalendar: BuryCalendar; purgeCalendar: PurgeCalendar };

export type ForgetCalendar = (state: CalendarState, eventId: string) => Promise<void>;

export function forgetCalendar({ db, buryCalendar, purgeCalendar }: Deps): ForgetCalendar {
  return async (state, eventId) => {
    if (await transaction(db, (tx) => seen(tx, CONSUMER, eventId))) return;
    await buryCalendar(state);
    await purgeCalendar(state.ownerId, state.id, (tx) => recordInbox(tx, CONSUMER, eventId));
  };
}
