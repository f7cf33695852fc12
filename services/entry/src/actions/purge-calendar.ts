// The entries of a buried calendar and their keys, removed batch by batch; what is done is noted after the last one, so a crash resumes.
import type { Database, Tx } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { purgeKeysOf } from '@calendar/shared/idempotency/keys';
import type { CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  entries: Pick<Entries, 'purge'>;
  overrides: Pick<Overrides, 'purge'>;
  now: () => number;
};

/** `done` runs in the transaction that notes the end. */
export type PurgeCalendar = (
  ownerId: string,
  calendarId: string,
  done?: (tx: Tx) => Promise<void>,
) => Promise<void>;

export function purgeCalendar({ db, calendarRefs, entries, overrides, now }: Deps): PurgeCalendar {
  return async (ownerId, calendarId, done) => {
    for (const purge of [overrides.purge, entries.purge, purgeKeysOf]) {
      while ((await transaction(db, (tx) => purge(tx, ownerId, calendarId))) > 0);
    }
    await transaction(db, async (tx) => {
      await calendarRefs.markPurged(tx, ownerId, calendarId, now());
      await done?.(tx);
    });
  };
}
