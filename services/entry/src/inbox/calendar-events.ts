// What the calendar service says of its calendars → what is known of them here.
import type { CalendarEvent } from '@calendar/shared/contracts/calendar-events';
import type { BuryCalendar } from '../actions/bury-calendar.ts';
import type { ForgetCalendar } from '../actions/forget-calendar.ts';
import type { RecordCalendar } from '../actions/record-calendar.ts';

const stateOf = ({ aggregateId, version, data }: CalendarEvent) => ({
  id: aggregateId,
  version,
  ownerId: data.ownerId,
  timeZone: data.timeZone,
});

/** From the stream: the whole work. */
export const onCalendarEvent =
  ({
    recordCalendar,
    forgetCalendar,
  }: {
    recordCalendar: RecordCalendar;
    forgetCalendar: ForgetCalendar;
  }) =>
  (event: CalendarEvent): Promise<void> =>
    event.type === 'calendar.deleted.v1'
      ? forgetCalendar(stateOf(event), event)
      : recordCalendar(stateOf(event), event.id);

/** Told while a client waits: what must hold at once; the rest follows from the stream. */
export const onCalendarTold =
  ({
    recordCalendar,
    buryCalendar,
  }: {
    recordCalendar: RecordCalendar;
    buryCalendar: BuryCalendar;
  }) =>
  (event: CalendarEvent): Promise<void> =>
    event.type === 'calendar.deleted.v1'
      ? buryCalendar(stateOf(event))
      : recordCalendar(stateOf(event));
