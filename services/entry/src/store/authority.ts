// The calendar service as the authority on many calendars at once, asked over the broker.
import {
  type AuthorityState,
  type CalendarStatesQuestion,
  calendarStatesSubject,
  parseCalendarStates,
} from '@calendar/shared/contracts/calendar-states';
import type { Ask } from '@calendar/shared/events/ask';

/** By id; one that the authority never heard of is missing. Throws 503 where it does not answer, never a guess. */
export type AskStates = (ids: string[]) => Promise<Map<string, AuthorityState>>;

export const makeAskStates =
  (ask: Ask): AskStates =>
  async (ids) => {
    const question: CalendarStatesQuestion = { ids };
    const states = parseCalendarStates(await ask(calendarStatesSubject, question));
    return new Map(states.map((state) => [state.id, state]));
  };
