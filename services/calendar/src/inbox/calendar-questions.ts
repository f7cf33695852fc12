// What services with copies of calendars ask over the broker → what has become of these.
import { parseCalendarStatesQuestion } from '@calendar/shared/contracts/calendar-states';
import { readMessage } from '@calendar/shared/events/message';
import type { TellStates } from '../actions/tell-states.ts';

/** Throws where it is no such question. */
export const onStatesAsked =
  ({ tellStates }: { tellStates: TellStates }) =>
  (bytes: Uint8Array): Promise<unknown> =>
    tellStates(readMessage(bytes, parseCalendarStatesQuestion));
