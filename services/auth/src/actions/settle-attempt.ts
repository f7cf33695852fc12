// The outcome of a password check in; counted where it was wrong, the count forgotten where it was right.
import type { Tx } from '@calendar/shared/db/connect';
import { afterFailure } from '../domain/back-off.ts';
import type { LoginFailures } from '../store/login-failures.ts';
import { requireUnblocked } from './refuse-blocked.ts';

type Uses = {
  loginFailures: Pick<LoginFailures, 'find' | 'hold' | 'save' | 'forget'>;
  now: () => number;
};

export type SettleAttempt = (tx: Tx, key: string, right: boolean) => Promise<void>;

/**
 * Throws `rate-limited` whatever the password was, where the address got blocked while it was checked: of many guesses
 * sent at once only as many are answered as of guesses sent one by one. A counted failure must be committed.
 */
export function settleAttempt({ loginFailures, now }: Uses): SettleAttempt {
  return async (tx, key, right) => {
    const at = now();
    if (!right) await loginFailures.hold(tx, key, at);
    const known = await loginFailures.find(tx, key);
    requireUnblocked(known, at);
    if (!right) await loginFailures.save(tx, key, afterFailure(known, at));
    else if (known) await loginFailures.forget(tx, key);
  };
}
