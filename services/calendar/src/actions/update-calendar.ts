// New fields for a calendar; the entry service learns of a new time zone before the client does.
import type { CalendarEvent } from '@calendar/shared/contracts/calendar-events';
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { invalid, notFound } from '@calendar/shared/errors';
import { append } from '@calendar/shared/events/outbox';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import type { Owners } from '@calendar/shared/owners/owners';
import { traceparent } from '@calendar/shared/trace';
import { type Calendar, type CalendarFields, changeCalendar } from '../domain/calendar.ts';
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

export type UpdateCalendar = (
  ownerId: string,
  id: string,
  change: { fields: Partial<CalendarFields>; sentId: string | undefined; ifMatch: Precondition },
) => Promise<Calendar>;

export function updateCalendar(deps: Deps): UpdateCalendar {
  const { db, owners, calendars, wakeRelay, tellEntry, now, newId, newTag } = deps;
  return async (ownerId, id, { fields, sentId, ifMatch }) => {
    const at = now();
    const circumstances = { id: newId(), now: at, traceparent: traceparent() };
    await owners.requireActive(ownerId);
    const { before, after, fact } = await transaction(db, async (tx) => {
      const before = await calendars.lock(tx, ownerId, id);
      if (!before) throw notFound('calendar');
      requireMatch(ifMatch, versionTag(before));
      if (sentId !== undefined && sentId !== id) {
        throw invalid({ pointer: '/id', detail: 'must be the stored id' });
      }
      const after = changeCalendar(before, fields, { tag: newTag(), now: at });
      const fact = calendarFact('calendar.updated.v1', after, circumstances);
      if (after !== before) {
        await calendars.update(tx, after);
        await append(tx, fact);
      }
      return { before, after, fact };
    });
    if (after !== before) wakeRelay();
    if (after.timeZone !== before.timeZone) await tellEntry(fact);
    return after;
  };
}
