// What the calendar service tells the others: whole state under a version, and no text of users.
import type { CalendarEvent } from '@calendar/shared/contracts/calendar-events';
import type { Calendar } from './calendar.ts';

type Circumstances = { id: string; now: number; traceparent: string | null };

/** The event of a calendar as it stands after the change. */
export function calendarFact(
  type: CalendarEvent['type'],
  calendar: Calendar,
  { id, now, traceparent }: Circumstances,
): CalendarEvent {
  return {
    id,
    type,
    aggregateId: calendar.id,
    version: calendar.version,
    occurredAt: new Date(now).toISOString(),
    traceparent,
    data: { ownerId: calendar.ownerId, timeZone: calendar.timeZone },
  };
}
