// Waiting for a condition: asked often, given up at a deadline or as soon as it cannot come true.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks `condition` (true: done; an error counts as not yet) until it holds. `hopeless` may throw. ms. */
export async function waitFor(
  condition,
  { within = 30_000, every = 50, hopeless = () => {}, what },
) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error;
    }
    hopeless();
    if (Date.now() > deadline)
      throw new Error(`${what} took over ${within / 1000} s`, { cause: last });
    await pause(every);
  }
}

/** True when the address answers 2xx. */
export async function answers(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  return response.ok;
}
