// Waiting in tests for something to be so, never for time to pass.
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 20_000;

type Falsy = undefined | null | false | 0 | '';

/** Asks every 10 ms until the answer is truthy, and gives it back; fails after 20 s. */
export async function until<T>(ask: () => T | Promise<T>): Promise<Exclude<T, Falsy>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, Falsy>;
    if (Date.now() > end) throw new Error(`Waited for 20 s: ${ask}`);
    await delay(10);
  }
}
