// A deleted user in: their mark first, then their keys, then their calendars in batches, each with its own fact for the entry service.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { recordInbox, seen } from '@calendar/shared/events/inbox';
import { append } from '@calendar/shared/events/outbox';
import { purgeKeysOf } from '@calendar/shared/idempotency/keys';
import type { Owners } from '@calendar/shared/owners/owners';
import { traceparent } from '@calendar/shared/trace';
import type { Transaction } from 'sequelize';
import { buryCalendar } from '../domain/calendar.ts';
import { calendarFact } from '../domain/facts.ts';
import type { Calendars } from '../store/calendars.ts';

const BATCH = 100;
const CONSUMER = 'calendar';

type Deps = {
  db: Database;
  owners: Owners;
  calendars: Calendars;
  wakeRelay: () => void;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

/** From the commit on nothing is made or read for the owner. */
export function markOwner({ db, owners }: Pick<Deps, 'db' | 'owners'>) {
  return (ownerId: string): Promise<void> =>
    transaction(db, (tx) => owners.markDeleted(tx, ownerId));
}

export function forgetOwner(deps: Deps) {
  const { db, owners, calendars, wakeRelay, now, newId, newTag } = deps;

  async function buryBatch(tx: Transaction, ownerId: string): Promise<number> {
    const batch = await calendars.lockSome(tx, ownerId, BATCH);
    for (const calendar of batch) {
      const at = now();
      const grave = buryCalendar(calendar, { tag: newTag(), now: at });
      const circumstances = { id: newId(), now: at, traceparent: traceparent() };
      await calendars.bury(tx, grave);
      await append(tx, calendarFact('calendar.deleted.v1', grave, circumstances));
    }
    return batch.length;
  }

  return async (ownerId: string, eventId: string): Promise<void> => {
    await markOwner({ db, owners })(ownerId);
    // Whoever held the owner's lock is done by now, so no key can come after these.
    while ((await transaction(db, (tx) => purgeKeysOf(tx, ownerId, ownerId))) > 0);
    // The inbox row is written with the last batch, so that a crash in between resumes.
    let last = false;
    while (!last) {
      last = await transaction(db, async (tx) => {
        if (await seen(tx, CONSUMER, eventId)) return true;
        const done = (await buryBatch(tx, ownerId)) < BATCH;
        if (done) await recordInbox(tx, CONSUMER, eventId);
        return done;
      });
      wakeRelay();
    }
  };
}
