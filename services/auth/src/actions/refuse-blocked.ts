// Turns an attempt away while its address is blocked for its client.
import type { Tx } from '@calendar/shared/db/connect';
import { AppError } from '@calendar/shared/errors';
import { blockedFor, type Failures } from '../domain/back-off.ts';
import type { LoginFailures } from '../store/login-failures.ts';

type Uses = { loginFailures: Pick<LoginFailures, 'find'>; now: () => number };

export type RefuseBlocked = (tx: Tx, key: string) => Promise<void>;

/** A look before the costly check of a password; what counts is decided after it (settle-attempt.ts). */
export function refuseBlocked({ loginFailures, now }: Uses): RefuseBlocked {
  return async (tx, key) => requireUnblocked(await loginFailures.find(tx, key), now());
}

/** Throws `rate-limited` with the seconds to wait. */
export function requireUnblocked(known: Failures | null, now: number): void {
  const wait = blockedFor(known, now);
  if (wait === 0) return;
  throw new AppError('rate-limited', 'Too many failed attempts for this address.', {
    retryAfter: wait / 1000,
  });
}
