// Work that is done now and then: a round in, done at random times or when somebody asks for one.
import type { Log } from './log.ts';
import { pause } from './pause.ts';

type Options = {
  name: string;
  /** Mean time between rounds; each waits half to one and a half of it, so that replicas do not meet. */
  everyMs: number;
  /** `signal` is aborted when the round should come to an end. */
  round: (signal: AbortSignal) => Promise<void>;
  log: Log;
};

export type Rounds = {
  /** A round begins at once, or when the running one is over. */
  now: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** Never throws: a round that fails is logged, and the next one comes. Disposing waits for the running one. */
export function startRounds({ name, everyMs, round, log }: Options): Rounds {
  const rest = pause();
  const stop = new AbortController();

  async function work(): Promise<void> {
    for (;;) {
      await rest.wait(everyMs * (0.5 + Math.random()));
      if (stop.signal.aborted) return;
      await round(stop.signal).catch((error: unknown) => {
        log.warn({ err: error }, `${name}: a round failed, the next one comes`);
      });
    }
  }

  const working = work();
  return {
    now: rest.cut,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      rest.cut();
      await working;
    },
  };
}
