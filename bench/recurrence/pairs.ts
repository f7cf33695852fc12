// Decides random pairs of the property test's kind; prints the time of one decision (ms): median, p99 and worst, with the worst pair.
// Usage: node bench/recurrence/pairs.ts [pairs]

import fc from 'fast-check';
import { collisionOf } from '../../services/entry/src/domain/overlap/collision.ts';
import { pairs } from '../../services/entry/test/oracle/arbitraries.ts';
import { timeline } from '../../services/entry/test/oracle/compiled.ts';

const count = Number(process.argv[2] ?? 5_000);
const measured = fc.sample(pairs(2020, 8), { numRuns: count, seed: 1 }).map((pair) => {
  const [one, other] = [timeline(pair[0]), timeline(pair[1])];
  const times = Array.from({ length: 3 }, () => {
    const before = performance.now();
    collisionOf(one, other);
    return performance.now() - before;
  });
  return { ms: Math.min(...times), pair };
});
measured.sort((a, b) => a.ms - b.ms);
const at = (share: number) => measured[Math.floor((measured.length - 1) * share)];
process.stdout.write(`p50 ${at(0.5)?.ms} p99 ${at(0.99)?.ms} worst ${at(1)?.ms}\n`);
process.stdout.write(`${JSON.stringify(at(1)?.pair)}\n`);
