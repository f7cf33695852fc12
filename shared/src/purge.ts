// Removes what has come to its end: jobs in, run one after the other at random times, batch by batch.
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.ts';

/** `run` removes one batch of what is over at `now` (epoch ms) and returns the number of its rows. */
export type PurgeJob = { name: string; run: (now: number) => Promise<number> };

type Options = {
  jobs: readonly PurgeJob[];
  /** Mean time between rounds; each waits half to one and a half of it, so that replicas do not meet. */
  everyMs: number;
  now: () => number;
  log: Log;
};

/** Never throws: a job that fails is logged and tried in the next round. Disposing waits for the running batch. */
export function startPurge({ jobs, everyMs, now, log }: Options): AsyncDisposable {
  const stop = new AbortController();
  const { signal } = stop;

  async function runJob({ name, run }: PurgeJob): Promise<void> {
    try {
      while (!signal.aborted && (await run(now())) > 0);
    } catch (error) {
      log.warn({ err: error, job: name }, 'a purge failed; it will be tried again');
    }
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const wait = everyMs * (0.5 + Math.random());
      await delay(wait, undefined, { signal }).catch(() => undefined);
      for (const job of jobs) await runJob(job);
    }
  }

  const working = work();
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await working;
    },
  };
}
