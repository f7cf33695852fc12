// What auth says of its users → what becomes of their calendars.
import type { UserEvent } from '@calendar/shared/contracts/user-events';

type Actions = {
  markOwner: (ownerId: string) => Promise<void>;
  forgetOwner: (ownerId: string, eventId: string) => Promise<void>;
};

/** From the stream: the whole work. */
export const onUserEvent =
  ({ forgetOwner }: Pick<Actions, 'forgetOwner'>) =>
  (event: UserEvent): Promise<void> =>
    forgetOwner(event.aggregateId, event.id);

/** Told by auth while its client waits: the mark alone; the rest follows from the stream. */
export const onUserTold =
  ({ markOwner }: Pick<Actions, 'markOwner'>) =>
  (event: UserEvent): Promise<void> =>
    markOwner(event.aggregateId);
