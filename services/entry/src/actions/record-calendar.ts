// What the calendar service says of a calendar that lives: kept, unless something newer is known.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { AppError } from '@calendar/shared/errors';
import { recordInbox, seen } from '@calendar/shared/events/inbox';
import type { Owners } from '@calendar/shared/owners/owners';
import type { CalendarRefs, CalendarState } from '../store/calendar-refs.ts';

const CONSUMER = 'entry';

type Deps = { db: Database; owners: Owners; calendarRefs: CalendarRefs; newTag: () => string };

export type RecordCalendar = (state: CalendarState, eventId?: string) => Promise<void>;

/** `eventId` names the event that says so; without one, somebody told us ahead of it. */
export function recordCalendar({ db, owners, calendarRefs, newTag }: Deps): RecordCalendar {
  return (state, eventId) =>
    transaction(db, async (tx) => {
      if (eventId !== undefined && (await seen(tx, CONSUMER, eventId))) return;
      await owners.lockActive(tx, state.ownerId);
      await calendarRefs.keep(tx, state, newTag());
      if (eventId !== undefined) await recordInbox(tx, CONSUMER, eventId);
    }).catch((error: unknown) => {
      // A deleted owner's calendar is nobody's; its tombstone follows.
      if (!(error instanceof AppError && error.kind === 'unauthorized')) throw error;
    });
}
