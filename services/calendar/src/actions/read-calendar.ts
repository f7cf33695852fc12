// An owner and an id in, the calendar out; 404 where the owner has no such calendar.
import { notFound } from '@calendar/shared/errors';
import type { Owners } from '@calendar/shared/owners/owners';
import type { Calendar } from '../domain/calendar.ts';
import type { Calendars } from '../store/calendars.ts';

type Deps = { owners: Owners; calendars: Calendars };

export type ReadCalendar = (ownerId: string, id: string) => Promise<Calendar>;

export function readCalendar({ owners, calendars }: Deps): ReadCalendar {
  return async (ownerId, id) => {
    await owners.requireActive(ownerId);
    const calendar = await calendars.find(ownerId, id);
    if (!calendar) throw notFound('calendar');
    return calendar;
  };
}
