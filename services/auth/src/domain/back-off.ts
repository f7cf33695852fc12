// How failed logins slow down further ones: the count and time of failures in, milliseconds to wait out.

export type Failures = {
  failures: number;
  /** Epoch milliseconds; in the past where nothing is blocked. */
  blockedUntil: number;
  /** Epoch milliseconds of the last failure. */
  updatedAt: number;
};

const FREE_FAILURES = 5;
const MAX_DELAY_MS = 15 * 60_000;
export const FORGET_AFTER_MS = 24 * 3_600_000;

/** Milliseconds until another attempt is looked at; 0 where it may be made now. */
export function blockedFor(known: Failures | null, now: number): number {
  return Math.max(0, (known?.blockedUntil ?? 0) - now);
}

/** Five failures are free, each one more doubles the delay: 2 s, 4 s, and so on up to 15 minutes. */
export function afterFailure(known: Failures | null, now: number): Failures {
  const remembered = known !== null && now - known.updatedAt < FORGET_AFTER_MS;
  const failures = remembered ? known.failures + 1 : 1;
  const counted = failures - FREE_FAILURES;
  const delay = counted > 0 ? Math.min(1000 * 2 ** counted, MAX_DELAY_MS) : 0;
  return { failures, blockedUntil: now + delay, updatedAt: now };
}
