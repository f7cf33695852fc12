// Removes what has come to its end: jobs in, run one after the other in rounds, batch by batch.
import type { Log } from './log.ts';
import { startRounds } from './rounds.ts';

/** `run` removes one batch of what is over at `now` (epoch ms) and returns the number of its rows. */
export type PurgeJob = { name: string; run: (now: number) => Promise<number> };

type Options = {
  jobs: readonly PurgeJob[];
  /** Mean time between rounds. */
  everyMs: number;
  now: () => number;
  log: Log;
};

/** Never throws: a job that fails is logged and tried in the next round. Disposing waits for the running batch. */
export function startPurge({ jobs, everyMs, now, log }: Options): AsyncDisposable {
  async function runJob({ name, run }: PurgeJob, signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await run(now())) > 0);
    } catch (error) {
      log.warn({ err: error, job: name }, 'a purge failed; it will be tried again');
    }
  }

  const round = async (signal: AbortSignal) => {
    for (const job of jobs) await runJob(job, signal);
  };
  return startRounds({ name: 'purge', everyMs, round, log });
}
