// Decides random pairs of the property test's kind; prints in ms of CPU what making their tables and deciding them takes the first time,
// and deciding them again: median, p99 and worst, with the pair that is worst to decide.
// Usage: node bench/recurrence/pairs.ts [pairs]

import fc from 'fast-check';
import { collisionOf } from '../../services/entry/src/domain/overlap/collision.ts';
import type { Timeline } from '../../services/entry/src/domain/overlap/timeline.ts';
import { pairs } from '../../services/entry/test/oracle/arbitraries.ts';
import { timeline } from '../../services/entry/test/oracle/compiled.ts';

function timed<T>(call: () => T): [number, T] {
  const before = process.cpuUsage();
  const result = call();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1_000, result];
}

const count = Number(process.argv[2] ?? 5_000);
const measured = fc.sample(pairs(2020, 8), { numRuns: count, seed: 1 }).map((pair) => {
  const [made, [one, other]] = timed(() => pair.map(timeline) as [Timeline, Timeline]);
  const [first] = timed(() => collisionOf(one, other));
  const again = [0, 1, 2].map(() => timed(() => collisionOf(one, other))[0]);
  return { made, first, again: Math.min(...again), pair };
});

for (const what of ['made', 'first', 'again'] as const) {
  const times = measured.map((one) => one[what]).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((count - 1) * share)]?.toFixed(3);
  process.stdout.write(`${what.padEnd(6)} p50 ${at(0.5)} p99 ${at(0.99)} worst ${at(1)}\n`);
}
const worst = measured.reduce((one, other) => (other.again > one.again ? other : one));
process.stdout.write(`${JSON.stringify(worst.pair)}\n`);
