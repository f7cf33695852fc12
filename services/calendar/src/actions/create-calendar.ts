// A name, a zone and an owner in; the new calendar out, and a fact for the other services.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { append } from '@calendar/shared/events/outbox';
import type { Owners } from '@calendar/shared/owners/owners';
import { traceparent } from '@calendar/shared/trace';
import type { Calendar, CalendarFields } from '../domain/calendar.ts';
import { calendarFact } from '../domain/facts.ts';
import type { Calendars } from '../store/calendars.ts';

type Deps = {
  db: Database;
  owners: Owners;
  calendars: Calendars;
  wakeRelay: () => void;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

export type CreateCalendar = (ownerId: string, fields: CalendarFields) => Promise<Calendar>;

export function createCalendar(deps: Deps): CreateCalendar {
  const { db, owners, calendars, wakeRelay, now, newId, newTag } = deps;
  return async (ownerId, fields) => {
    const at = now();
    const calendar: Calendar = {
      ...fields,
      id: newId(),
      ownerId,
      version: 1,
      tag: newTag(),
      createdAt: at,
      updatedAt: at,
    };
    const circumstances = { id: newId(), now: at, traceparent: traceparent() };
    await transaction(db, async (tx) => {
      await owners.lockActive(tx, ownerId);
      await calendars.insert(tx, calendar);
      await append(tx, calendarFact('calendar.created.v1', calendar, circumstances));
    });
    wakeRelay();
    return calendar;
  };
}
