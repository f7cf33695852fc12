// A name, a zone and an owner in; the new calendar out, and a fact for the other services. Once for a key.
import { append } from '@calendar/shared/events/outbox';
import type { Once, Replayable } from '@calendar/shared/idempotency/once';
import type { SentKey } from '@calendar/shared/idempotency/sent-key';
import type { Owners } from '@calendar/shared/owners/owners';
import { traceparent } from '@calendar/shared/trace';
import type { Calendar, CalendarFields } from '../domain/calendar.ts';
import { calendarFact } from '../domain/facts.ts';
import type { Calendars } from '../store/calendars.ts';

type Deps = {
  once: Once;
  owners: Owners;
  calendars: Calendars;
  wakeRelay: () => void;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

export type CreateCalendar = (
  ownerId: string,
  fields: CalendarFields,
  key: SentKey | null,
) => Promise<Replayable<{ calendar: Calendar }>>;

export function createCalendar(deps: Deps): CreateCalendar {
  const { once, owners, calendars, wakeRelay, now, newId, newTag } = deps;
  return async (ownerId, fields, key) => {
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
    // A replay takes no lock of the owner.
    await owners.requireActive(ownerId);
    const owned = key && { ...key, userId: ownerId, scopeId: ownerId };
    const made = await once(owned, async (tx) => {
      await owners.lockActive(tx, ownerId);
      await calendars.insert(tx, calendar);
      await append(tx, calendarFact('calendar.created.v1', calendar, circumstances));
      return { calendar };
    });
    wakeRelay();
    return made;
  };
}
