// Address and password in; a session out, or one refusal for every reason.
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { AppError } from '@calendar/shared/errors';
import { instruments, outcome } from '@calendar/shared/metrics';
import { emailKey } from '../domain/email.ts';
import type { Session } from '../domain/session.ts';
import type { Users } from '../store/users.ts';
import { digestAttempt } from './digest.ts';
import type { IssueSession } from './issue-session.ts';
import type { RefuseBlocked } from './refuse-blocked.ts';
import type { SettleAttempt } from './settle-attempt.ts';
import type { VerifyPassword } from './verify-password.ts';

type Uses = {
  db: Writer;
  users: Pick<Users, 'findByEmail' | 'lock'>;
  refuseBlocked: RefuseBlocked;
  verifyPassword: VerifyPassword;
  settleAttempt: SettleAttempt;
  issueSession: IssueSession;
};

export type Login = { email: string; password: string; client: string };
export type LogIn = (login: Login) => Promise<Session>;

/** Throws `unauthorized`, the same for unknown users and wrong passwords, and `rate-limited` after many of them. */
export function logIn(uses: Uses): LogIn {
  const { db, users, refuseBlocked, verifyPassword, settleAttempt, issueSession } = uses;
  const { logins } = instruments();

  async function attempt({ email, password, client }: Login): Promise<Session | null> {
    const key = digestAttempt(email, client);
    const user = await transaction(db, async (tx) => {
      await refuseBlocked(tx, key);
      return users.findByEmail(tx, emailKey(email));
    });
    const matches = await verifyPassword(password, user?.passwordHash ?? null);
    return transaction(db, async (tx) => {
      const current = matches && user ? await users.lock(tx, user.id) : null;
      // Changed or deleted while the password was checked: what was right then is not any more.
      const right = current !== null && current.passwordHash === user?.passwordHash;
      await settleAttempt(tx, key, right);
      return right ? issueSession(tx, current) : null;
    });
  }

  return async (login) => {
    const session = await attempt(login).catch((error: unknown) => {
      logins.add(1, outcome(isBlocked(error) ? 'blocked' : 'failed'));
      throw error;
    });
    logins.add(1, outcome(session ? 'succeeded' : 'refused'));
    if (!session)
      throw new AppError('unauthorized', 'Address and password do not belong together.');
    return session;
  };
}

const isBlocked = (error: unknown) => error instanceof AppError && error.kind === 'rate-limited';
