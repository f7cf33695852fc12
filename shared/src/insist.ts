// Asking again for what may not be there yet.
import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 500;

/** What `ask` gives. While it throws it is asked again, until `patienceMs` have passed; then throws what it threw last. */
export async function insist<T>(ask: () => Promise<T>, patienceMs: number): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await delay(pauseMs);
  }
}
