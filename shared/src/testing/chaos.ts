// What stories of faults need: how long they are to be, blows at fixed times, clients that insist.
import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from './client.ts';
import { until } from './until.ts';

/** What `npm run test:chaos` takes, or else `npm test`. */
export const inForm = <T>(short: T, long: T): T =>
  process.env.TEST_CHAOS === 'long' ? long : short;

type Struck = {
  kill: (part: never, index?: number) => Promise<void>;
  start: (part: never, index?: number) => Promise<void>;
};
export type Blow = readonly [part: string, index?: number];

/**
 * Kills a part every `everyMs` and starts it again, one blow of the list after the other; a part that has not come back yet is waited for.
 * Resolves when all stand again. `struck` hears of each blow.
 */
export async function strike(
  system: Struck,
  blows: readonly Blow[],
  everyMs: number,
  struck: () => void,
): Promise<void> {
  const coming = new Map<string, Promise<void>>();
  for (const [part, index] of blows) {
    const name = `${part}-${index ?? 0}`;
    await delay(everyMs);
    await coming.get(name);
    await system.kill(part as never, index);
    struck();
    coming.set(name, system.start(part as never, index));
  }
  await Promise.all(coming.values());
}

/** Asks until the status is one of `wanted`, and counts every answer in `seen` (0: none came). */
export async function insist(
  ask: () => Promise<Reply>,
  wanted: readonly number[],
  seen: Record<number, number>,
): Promise<void> {
  await until(async () => {
    const status = await ask().then(
      (reply) => reply.status,
      (error: unknown) => {
        // `fetch` says so where a connection broke; anything else is a failed assertion.
        if (error instanceof TypeError) return 0;
        throw error;
      },
    );
    seen[status] = (seen[status] ?? 0) + 1;
    return wanted.includes(status);
  }, 120_000);
}
