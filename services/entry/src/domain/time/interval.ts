// Half-open stretches of time, in epoch ms: what ends when another starts does not meet it.

export type Interval = { startMs: number; endMs: number };

/** The first instant (epoch ms) at which both are busy; null where there is none. */
export function firstCollision(one: Interval, other: Interval): number | null {
  const from = Math.max(one.startMs, other.startMs);
  return from < Math.min(one.endMs, other.endMs) ? from : null;
}
