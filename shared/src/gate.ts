// Work of which a bounded number runs at once and a bounded number waits, for a bounded time; what is over a bound hears so at once.
import { unavailable } from './errors.ts';

export type Gate = {
  <T>(work: () => Promise<T>): Promise<T>;
  /** How many wait for their turn now. */
  waiting: () => number;
};

type Bounds = {
  atOnce: number;
  waiting: number;
  /** How long one may wait for its turn; the work itself has limits of its own. */
  patienceMs: number;
  /** What is said to whoever is turned away. */
  busy: string;
};

/** First come, first served. Throws `unavailable` for what may not wait, or has waited for too long. */
export function makeGate({ atOnce, waiting, patienceMs, busy }: Bounds): Gate {
  const queue = new Set<() => void>();
  let running = 0;

  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.delete(begin);
        reject(unavailable(busy));
      }, patienceMs);
      queue.add(begin);
    });
  }

  function leave(): void {
    const [next] = queue;
    if (!next) {
      running -= 1;
      return;
    }
    // The place goes to the next one, so nobody who comes now takes it.
    queue.delete(next);
    next();
  }

  async function pass<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1;
    else if (queue.size >= waiting) throw unavailable(busy);
    else await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return Object.assign(pass, { waiting: () => queue.size });
}
