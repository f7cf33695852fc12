// Failures come in series: the first of one is logged, and its end, nothing between.
import type { Log } from '../log.ts';

export type Outage = { failed: (error: unknown) => void; over: () => void };

export function outage(log: Log, what: string): Outage {
  let failing = false;
  return {
    failed: (error) => {
      if (!failing) log.warn({ err: error }, `${what}: fails, tried again until it works`);
      failing = true;
    },
    over: () => {
      if (failing) log.info(`${what}: works again`);
      failing = false;
    },
  };
}
