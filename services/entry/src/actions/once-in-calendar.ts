// The frame of a write of entries that may come with an idempotency key: where there is one, its row comes before the calendar's lock.
import type { Tx } from '@calendar/shared/db/connect';
import { notFound } from '@calendar/shared/errors';
import type { Once, Replayable } from '@calendar/shared/idempotency/once';
import type { SentKey } from '@calendar/shared/idempotency/sent-key';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Caller, InCalendar } from './in-calendar.ts';
import type { LockingCalendar } from './locking-calendar.ts';

export type KeyedCaller = Caller & { idempotencyKey: SentKey | null };

/** Like `LockingCalendar`. With a key `work` must give a JSON value; throws 422 and 409 for the key too, after 404 of the calendar. */
export type OnceInCalendar = <Made extends object>(
  caller: KeyedCaller,
  calendarId: string,
  added: number,
  work: (tx: Tx, calendar: CalendarRef) => Promise<Made>,
) => Promise<Replayable<Made>>;

type Deps = {
  calendarRefs: Pick<CalendarRefs, 'find' | 'touch'>;
  inCalendar: InCalendar;
  lockingCalendar: LockingCalendar;
  once: Once;
  newTag: () => string;
};

export function onceInCalendar(deps: Deps): OnceInCalendar {
  const { calendarRefs, inCalendar, lockingCalendar, once, newTag } = deps;
  return async (caller, calendarId, added, work) => {
    const { userId, idempotencyKey } = caller;
    if (!idempotencyKey) {
      return { ...(await lockingCalendar(caller, calendarId, added, work)), replayed: false };
    }
    const key = { ...idempotencyKey, userId, scopeId: calendarId };
    return inCalendar(caller, calendarId, async () => {
      // A replay takes no lock, and nobody waits for a key of a calendar that is gone.
      if (!(await calendarRefs.find(userId, calendarId))) return null;
      return once(key, async (tx) => {
        const calendar = await calendarRefs.touch(tx, userId, calendarId, newTag(), added);
        if (!calendar) throw notFound('calendar');
        return work(tx, calendar);
      });
    });
  };
}
