// A merge patch of the caller in, the changed user out. A new password ends every session that could be refreshed.
import type { Tx, Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { type Fault, invalid, refuseToken } from '@calendar/shared/errors';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import type { User } from '../domain/user.ts';
import type { RefreshTokens } from '../store/refresh-tokens.ts';
import type { Users } from '../store/users.ts';
import { digestAttempt } from './digest.ts';
import type { HashPassword } from './hash-password.ts';
import type { ReadMe } from './read-me.ts';
import type { RefuseBlocked } from './refuse-blocked.ts';
import type { SettleAttempt } from './settle-attempt.ts';
import type { VerifyPassword } from './verify-password.ts';

type Uses = {
  db: Writer;
  users: Pick<Users, 'lock' | 'save'>;
  refreshTokens: Pick<RefreshTokens, 'revokeFamiliesOf'>;
  readMe: ReadMe;
  refuseBlocked: RefuseBlocked;
  verifyPassword: VerifyPassword;
  hashPassword: HashPassword;
  settleAttempt: SettleAttempt;
  now: () => number;
  newTag: () => string;
};

/** What is left out stays. `id` and `email` are read-only and must be the stored ones. */
export type Patch = {
  id?: string;
  email?: string;
  name?: string | null;
  password?: string;
  currentPassword?: string;
};
export type Change = { userId: string; patch: Patch; client: string; ifMatch: Precondition };
export type ChangeMe = (change: Change) => Promise<User>;

/** A new hash, and which stored hash the current password was held against; null where it did not match. */
type NewPassword = { hash: string; replaces: string | null; key: string };

const wrongPassword: Fault = { pointer: '/currentPassword', detail: 'is not the password' };

function readOnlyFaults(user: User, patch: Patch): Fault[] {
  const fields = ['id', 'email'] as const;
  return fields
    .filter((field) => patch[field] !== undefined && patch[field] !== user[field])
    .map((field) => ({ pointer: `/${field}`, detail: 'is read-only and not the stored one' }));
}

function requireVersion(user: User | null, ifMatch: Precondition): User {
  if (!user) throw refuseToken();
  requireMatch(ifMatch, versionTag(user));
  return user;
}

/** Throws `unauthorized`, `precondition-failed`, `rate-limited` and `validation` (which names currentPassword where it is wrong). */
export function changeMe(uses: Uses): ChangeMe {
  const { db, users, refreshTokens, readMe, refuseBlocked, settleAttempt, now, newTag } = uses;

  async function preparePassword(change: Change): Promise<NewPassword | null> {
    const { password, currentPassword } = change.patch;
    if (password === undefined || currentPassword === undefined) return null;
    // Before the password is looked at: whoever names another version learns nothing of it, not by the time taken either.
    const user = requireVersion(await readMe(change.userId), change.ifMatch);
    const key = digestAttempt(user.email, change.client);
    await transaction(db, (tx) => refuseBlocked(tx, key));
    const matches = await uses.verifyPassword(currentPassword, user.passwordHash);
    const hash = matches ? await uses.hashPassword(password) : '';
    return { hash, replaces: matches ? user.passwordHash : null, key };
  }

  async function save(tx: Tx, user: User, { patch }: Change, next: NewPassword | null) {
    const faults = readOnlyFaults(user, patch);
    if (faults.length > 0) throw invalid(...faults);
    const at = now();
    const passwordHash = next?.hash ?? user.passwordHash;
    const name = patch.name === undefined ? user.name : patch.name;
    const moved = { version: user.version + 1, tag: newTag(), updatedAt: at };
    const changed: User = { ...user, ...moved, name, passwordHash };
    await users.save(tx, changed);
    if (next) await refreshTokens.revokeFamiliesOf(tx, user.id, at);
    return changed;
  }

  /** The saved user; null, and the user as it stands, where the password was wrong: its count must be committed. */
  async function attempt(tx: Tx, change: Change, next: NewPassword | null) {
    const user = await users.lock(tx, change.userId);
    const right = next === null || next.replaces === user?.passwordHash;
    if (next) await settleAttempt(tx, next.key, right);
    if (!right) return { user, saved: null };
    const current = requireVersion(user, change.ifMatch);
    return { user, saved: await save(tx, current, change, next) };
  }

  return async (change) => {
    const next = await preparePassword(change);
    const { user, saved } = await transaction(db, (tx) => attempt(tx, change, next));
    if (saved) return saved;
    const current = requireVersion(user, change.ifMatch);
    throw invalid(...readOnlyFaults(current, change.patch), wrongPassword);
  };
}
