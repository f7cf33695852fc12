// A question about up to 1,000 calendars in, what has become of each out.
import type {
  AuthorityState,
  CalendarStatesQuestion,
} from '@calendar/shared/contracts/calendar-states';
import type { CalendarStates } from '../store/calendar-states.ts';

export type TellStates = (question: CalendarStatesQuestion) => Promise<AuthorityState[]>;

export const tellStates =
  ({ calendarStates }: { calendarStates: CalendarStates }): TellStates =>
  ({ ids }) =>
    calendarStates(ids);
