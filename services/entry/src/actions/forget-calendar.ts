// A calendar's deletion in: tombstone, entries, and the inbox row of its event last.
import type { Envelope } from '@calendar/shared/contracts/envelope';
import type { Database, Tx } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { recordInbox, seen } from '@calendar/shared/events/inbox';
import { instruments } from '@calendar/shared/metrics';
import type { CalendarRefs, CalendarState } from '../store/calendar-refs.ts';
import type { BuryCalendar } from './bury-calendar.ts';
import type { PurgeCalendar } from './purge-calendar.ts';

const CONSUMER = 'entry';

type Deps = {
  db: Database;
  calendarRefs: Pick<CalendarRefs, 'isPurged'>;
  buryCalendar: BuryCalendar;
  purgeCalendar: PurgeCalendar;
  now: () => number;
};

type Event = Pick<Envelope, 'id' | 'type' | 'occurredAt'>;

/** `event` says so; without one the authority was asked. */
export type ForgetCalendar = (state: CalendarState, event?: Event) => Promise<void>;

export function forgetCalendar(deps: Deps): ForgetCalendar {
  const { db, calendarRefs, buryCalendar, purgeCalendar, now } = deps;
  const { cascadeDuration } = instruments();
  return async (state, event) => {
    if (event && (await transaction(db, (tx) => seen(tx, CONSUMER, event.id)))) return;
    await buryCalendar(state);
    const done = async (tx: Tx) => {
      if (event) await recordInbox(tx, CONSUMER, event.id);
    };
    // Its owner's deletion was quicker, or it is told once more.
    const over = await transaction(db, async (tx) => {
      const purged = await calendarRefs.isPurged(tx, state.id);
      if (purged) await done(tx);
      return purged;
    });
    if (over) return;
    await purgeCalendar(state.ownerId, state.id, done);
    if (event) cascadeDuration.record((now() - Date.parse(event.occurredAt)) / 1000);
  };
}
