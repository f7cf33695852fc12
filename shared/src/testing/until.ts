// Waiting in tests for something to be so, never for time to pass.
import { setTimeout as delay } from 'node:timers/promises';

const usualMs = 20_000;

type Falsy = undefined | null | false | 0 | '';

/** Asks every 10 ms until the answer is truthy, and gives it back; fails after 20 s, or after `patienceMs`. */
export async function until<T>(
  ask: () => T | Promise<T>,
  patienceMs = usualMs,
): Promise<Exclude<T, Falsy>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, Falsy>;
    if (Date.now() > end) throw new Error(`Waited for ${patienceMs / 1000} s: ${ask}`);
    await delay(10);
  }
}
