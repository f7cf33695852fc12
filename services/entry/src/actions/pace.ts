// Long work in one process: gives way to others every few milliseconds, and says when its time is up.
import { setImmediate as giveWay } from 'node:timers/promises';

const HELD_MS = 10;

/** To be called between two pieces of work, none longer than some 20 ms; false once the time is up. */
export type Pace = () => Promise<boolean>;

/** `limitMs`: how long the whole work may take from now on. */
export function makePace(now: () => number, limitMs: number): Pace {
  const deadline = now() + limitMs;
  let heldSince = now();
  return async () => {
    const at = now();
    if (at - heldSince >= HELD_MS) {
      await giveWay();
      heldSince = now();
    }
    return at <= deadline;
  };
}
