// Leaves a tombstone and tells the entry service, which takes the entries away.
import type { CalendarEvent } from '@calendar/shared/contracts/calendar-events';
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { notFound } from '@calendar/shared/errors';
import { append } from '@calendar/shared/events/outbox';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import type { Owners } from '@calendar/shared/owners/owners';
import { traceparent } from '@calendar/shared/trace';
import { buryCalendar } from '../domain/calendar.ts';
import { calendarFact } from '../domain/facts.ts';
import type { Calendars } from '../store/calendars.ts';

type Deps = {
  db: Database;
  owners: Owners;
  calendars: Calendars;
  wakeRelay: () => void;
  tellEntry: (event: CalendarEvent) => Promise<unknown>;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

export type DeleteCalendar = (ownerId: string, id: string, ifMatch: Precondition) => Promise<void>;

export function deleteCalendar(deps: Deps): DeleteCalendar {
  const { db, owners, calendars, wakeRelay, tellEntry, now, newId, newTag } = deps;
  return async (ownerId, id, ifMatch) => {
    const at = now();
    const circumstances = { id: newId(), now: at, traceparent: traceparent() };
    await owners.requireActive(ownerId);
    const fact = await transaction(db, async (tx) => {
      const calendar = await calendars.lock(tx, ownerId, id);
      if (!calendar) throw notFound('calendar');
      requireMatch(ifMatch, versionTag(calendar));
      const grave = buryCalendar(calendar, { tag: newTag(), now: at });
      const fact = calendarFact('calendar.deleted.v1', grave, circumstances);
      await calendars.bury(tx, grave);
      await append(tx, fact);
      return fact;
    });
    wakeRelay();
    await tellEntry(fact);
  };
}
