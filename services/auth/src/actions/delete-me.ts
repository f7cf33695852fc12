// A caller's id in; the user is gone, everybody who keeps something of the user is told.

import type { UserDeleted } from '@calendar/shared/contracts/user-events';
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { refuseToken } from '@calendar/shared/errors';
import { append } from '@calendar/shared/events/outbox';
import type { Tell } from '@calendar/shared/events/tell';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import { traceparent } from '@calendar/shared/trace';
import type { User } from '../domain/user.ts';
import type { RefreshTokens } from '../store/refresh-tokens.ts';
import type { Users } from '../store/users.ts';

type Uses = {
  db: Writer;
  users: Pick<Users, 'lock' | 'erase'>;
  refreshTokens: Pick<RefreshTokens, 'revokeFamiliesOf'>;
  tell: Tell;
  wakeRelay: () => void;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

export type DeleteMe = (userId: string, ifMatch: Precondition) => Promise<void>;

/** Throws `unauthorized` where the user is gone already, and `precondition-failed`. */
export function deleteMe(uses: Uses): DeleteMe {
  const { db, users, refreshTokens, tell, wakeRelay, now, newId, newTag } = uses;
  return async (userId, ifMatch) => {
    const event = await transaction(db, async (tx) => {
      const user = await users.lock(tx, userId);
      if (!user) throw refuseToken();
      requireMatch(ifMatch, versionTag(user));
      const at = now();
      const gone = { ...user, version: user.version + 1, tag: newTag(), updatedAt: at };
      await users.erase(tx, gone);
      await refreshTokens.revokeFamiliesOf(tx, userId, at);
      const deleted = userDeleted(gone, newId());
      await append(tx, deleted);
      return deleted;
    });
    wakeRelay();
    // The answer waits for both, so that the token is worth nothing once the client has it.
    await Promise.all([tell('calendar.tell', event), tell('entry.tell', event)]);
  };
}

function userDeleted(user: User, id: string): UserDeleted {
  return {
    id,
    type: 'user.deleted.v1',
    aggregateId: user.id,
    version: user.version,
    occurredAt: new Date(user.updatedAt).toISOString(),
    traceparent: traceparent(),
    data: {},
  };
}
