// What auth says of its users → what becomes of their calendars and entries here.
import type { UserEvent } from '@calendar/shared/contracts/user-events';
import type { ForgetOwner, MarkOwner } from '../actions/forget-owner.ts';

/** From the stream: the whole work. */
export const onUserEvent =
  ({ forgetOwner }: { forgetOwner: ForgetOwner }) =>
  (event: UserEvent): Promise<void> =>
    forgetOwner(event.aggregateId, event.id);

/** Told while a client waits: the mark alone; the rest follows from the stream. */
export const onUserTold =
  ({ markOwner }: { markOwner: MarkOwner }) =>
  (event: UserEvent): Promise<void> =>
    markOwner(event.aggregateId);
