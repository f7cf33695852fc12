import fc from 'fast-check';
import { firstCollision } from './interval.ts';

test('the first collision is the first second in which both are busy', () => {
  const interval = fc
    .record({ startMs: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 8 }) })
    .map(({ startMs, length }) => ({ startMs, endMs: startMs + length }));
  fc.assert(
    fc.property(interval, interval, (one, other) => {
      const covers = (at: number, of: typeof one) => of.startMs <= at && at < of.endMs;
      const all = Array.from({ length: 40 }, (_, at) => at);
      const both = all.find((at) => covers(at, one) && covers(at, other));
      expect(firstCollision(one, other)).toBe(both ?? null);
    }),
  );
});

test('what ends when another starts does not meet it', () => {
  const one = { startMs: 10, endMs: 20 };
  expect(firstCollision(one, { startMs: 0, endMs: 10 })).toBe(null);
  expect(firstCollision(one, { startMs: 20, endMs: 30 })).toBe(null);
});
