// A caller's id in, the user out.

import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { refuseToken } from '@calendar/shared/errors';
import type { User } from '../domain/user.ts';
import type { Users } from '../store/users.ts';

type Uses = { db: Writer; users: Pick<Users, 'find'> };

export type ReadMe = (userId: string) => Promise<User>;

/** Throws `unauthorized` where the user is deleted: the token has outlived its owner. */
export function readMe({ db, users }: Uses): ReadMe {
  return async (userId) => {
    const user = await transaction(db, (tx) => users.find(tx, userId));
    if (!user) throw refuseToken();
    return user;
  };
}
