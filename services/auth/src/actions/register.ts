// Address, password and name in; a new user with a first session out.
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { AppError } from '@calendar/shared/errors';
import { emailKey } from '../domain/email.ts';
import type { Session } from '../domain/session.ts';
import type { User } from '../domain/user.ts';
import type { Users } from '../store/users.ts';
import type { HashPassword } from './hash-password.ts';
import type { IssueSession } from './issue-session.ts';

type Uses = {
  db: Writer;
  users: Pick<Users, 'insert'>;
  hashPassword: HashPassword;
  issueSession: IssueSession;
  now: () => number;
  newId: () => string;
  newTag: () => string;
};

export type Registration = { email: string; password: string; name: string | null };
export type Register = (registration: Registration) => Promise<Session>;

/** Throws `email-taken`, also to the later of two at the same time. */
export function register(uses: Uses): Register {
  const { db, users, hashPassword, issueSession, now, newId, newTag } = uses;
  return async ({ email, password, name }) => {
    const passwordHash = await hashPassword(password);
    return transaction(db, async (tx) => {
      const at = now();
      const made = { version: 1, tag: newTag(), createdAt: at, updatedAt: at };
      const address = { email, emailKey: emailKey(email) };
      const user: User = { id: newId(), ...address, name, passwordHash, ...made };
      if (!(await users.insert(tx, user))) {
        throw new AppError('email-taken', 'Somebody is registered with this address.');
      }
      return issueSession(tx, user);
    });
  };
}
