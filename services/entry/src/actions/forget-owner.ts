// A deleted user in: their mark first, then all their calendars, then the entries; the inbox row last.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { recordInbox, seen } from '@calendar/shared/events/inbox';
import type { Owners } from '@calendar/shared/owners/owners';
import type { CalendarRefs } from '../store/calendar-refs.ts';
import type { PurgeCalendar } from './purge-calendar.ts';

const CONSUMER = 'entry';

type Deps = {
  db: Database;
  owners: Owners;
  calendarRefs: CalendarRefs;
  purgeCalendar: PurgeCalendar;
  newTag: () => string;
};

export type MarkOwner = (ownerId: string) => Promise<void>;

/** From the commit on nothing is made or read for the owner. */
export function markOwner({ db, owners }: Pick<Deps, 'db' | 'owners'>): MarkOwner {
  return (ownerId) => transaction(db, (tx) => owners.markDeleted(tx, ownerId));
}

export type ForgetOwner = (ownerId: string, eventId: string) => Promise<void>;

export function forgetOwner(deps: Deps): ForgetOwner {
  const { db, owners, calendarRefs, purgeCalendar, newTag } = deps;
  return async (ownerId, eventId) => {
    if (await transaction(db, (tx) => seen(tx, CONSUMER, eventId))) return;
    await markOwner({ db, owners })(ownerId);
    // Whoever held the owner's lock is done by now, so no calendar can come after these.
    await transaction(db, (tx) => calendarRefs.buryAll(tx, ownerId, newTag()));
    for (;;) {
      const calendarIds = await calendarRefs.unpurged(ownerId);
      if (calendarIds.length === 0) break;
      for (const calendarId of calendarIds) await purgeCalendar(ownerId, calendarId);
    }
    await transaction(db, (tx) => recordInbox(tx, CONSUMER, eventId));
  };
}
