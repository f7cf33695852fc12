// The oracle's way to the first collision: write down what is busy day by day, then look at everything that starts, in order.

import { type OracleOccurrence, type OracleSeries, occurrencesOf } from './occurrences.ts';

/** What became of the n-th occurrence: gone, or busy at another time. */
export type OracleChange = { n: number; moved: { byMs: number; lengthMs: number } | null };

export type OracleEntry = { series: OracleSeries; changes: readonly OracleChange[] };

export type OracleMoment = OracleOccurrence & { occurrence: number };

const TEN_YEARS = 3_653 * 86_400_000;

/** The changes with the original starts that name their occurrences; those that the first ten years lack are none. */
export function namedChanges({ series, changes }: OracleEntry) {
  const last = Math.max(-1, ...changes.map(({ n }) => n));
  const starts: number[] = [];
  if (last >= 0) {
    for (const { startMs } of occurrencesOf(series, Date.parse(`${series.start}Z`) + TEN_YEARS)) {
      starts.push(startMs);
      if (starts.length > last) break;
    }
  }
  return changes.flatMap(({ n, moved }) => {
    const occurrence = starts[n];
    if (occurrence === undefined) return [];
    const startMs = occurrence + (moved?.byMs ?? 0);
    const busy = moved ? { startMs, endMs: startMs + moved.lengthMs } : null;
    return [{ occurrence, busy }];
  });
}

/** When an entry is busy, in order, as far as occurrences start by rule before `untilMs` (and on no day before `fromMs`). */
export function busyTimes(entry: OracleEntry, untilMs: number, fromMs?: number): OracleMoment[] {
  const changes = namedChanges(entry);
  const changed = new Set(changes.map(({ occurrence }) => occurrence));
  const moments = changes.flatMap(({ occurrence, busy }) =>
    busy ? [{ ...busy, occurrence }] : [],
  );
  for (const { startMs, endMs } of occurrencesOf(entry.series, untilMs, fromMs)) {
    if (!changed.has(startMs)) moments.push({ startMs, endMs, occurrence: startMs });
  }
  return moments.sort((a, b) => a.startMs - b.startMs);
}

/** The first instant at which both are busy. */
export function firstOfBoth(
  ones: readonly OracleMoment[],
  others: readonly OracleMoment[],
): number | null {
  const all = [...ones.map((m) => ({ ...m, side: 0 })), ...others.map((m) => ({ ...m, side: 1 }))];
  all.sort((a, b) => a.startMs - b.startMs);
  const busyUntil = [-Infinity, -Infinity];
  for (const { startMs, endMs, side } of all) {
    if ((busyUntil[1 - side] as number) > startMs && endMs > startMs) return startMs;
    busyUntil[side] = Math.max(busyUntil[side] as number, endMs);
  }
  return null;
}

/** The first instant at which two of the same are busy. */
export function firstOfOne(moments: readonly OracleMoment[]): number | null {
  let busyUntil = -Infinity;
  for (const { startMs, endMs } of moments) {
    if (busyUntil > startMs && endMs > startMs) return startMs;
    busyUntil = Math.max(busyUntil, endMs);
  }
  return null;
}
