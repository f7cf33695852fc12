// What others tell this service while their client waits; it all comes by one subject.
import { type CalendarEvent, parseCalendarEvent } from '@calendar/shared/contracts/calendar-events';
import { parseUserEvent, type UserEvent } from '@calendar/shared/contracts/user-events';

type Told = CalendarEvent | UserEvent;

const isOfUser = (event: Told): event is UserEvent => event.type === 'user.deleted.v1';

/** Throws where it is neither a user's event nor a calendar's. */
export function parseTold(value: unknown): Told {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
  return String(type).startsWith('user.') ? parseUserEvent(value) : parseCalendarEvent(value);
}

type Handlers = {
  user: (event: UserEvent) => Promise<void>;
  calendar: (event: CalendarEvent) => Promise<void>;
};

export const onTold =
  ({ user, calendar }: Handlers) =>
  (event: Told): Promise<void> =>
    isOfUser(event) ? user(event) : calendar(event);
