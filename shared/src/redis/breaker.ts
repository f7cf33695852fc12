// Calls to something that is never needed for a right answer: the first that fails opens the breaker, and nobody waits for the next
// until it answers again.

export type Breaker = Disposable & {
  /** What `work` gives; undefined where it fails, or while the breaker is open. */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>;
};

const PROBE_MS = 1_000;

/** `probe` is tried every second while it is open. `onOpen` is told the first failure, once for each time. */
export function makeBreaker({
  probe,
  onOpen,
}: {
  probe: () => Promise<unknown>;
  onOpen: (error: unknown) => void;
}): Breaker {
  let waiting: NodeJS.Timeout | undefined;

  function open(error: unknown): void {
    if (waiting) return;
    onOpen(error);
    const tryAgain = () => {
      probe().then(
        () => {
          waiting = undefined;
        },
        () => {
          waiting = setTimeout(tryAgain, PROBE_MS).unref();
        },
      );
    };
    waiting = setTimeout(tryAgain, PROBE_MS).unref();
  }

  return {
    async attempt(work) {
      if (waiting) return undefined;
      try {
        return await work();
      } catch (error) {
        open(error);
        return undefined;
      }
    },
    [Symbol.dispose]: () => clearTimeout(waiting),
  };
}
