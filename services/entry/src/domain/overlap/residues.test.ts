import fc from 'fast-check';
import { dateAt, type Pattern, rankOf } from '../recurrence/pattern.ts';
import { datesThatMeet, residuesMeet } from './residues.ts';

const patterns: fc.Arbitrary<Pattern> = fc
  .record({
    base: fc.integer({ min: -90, max: 90 }),
    period: fc.integer({ min: 1, max: 36 }),
    places: fc.uniqueArray(fc.nat(35), { maxLength: 6 }),
  })
  .map(({ base, period, places }) => {
    const offsets = places.filter((place) => place < period).sort((a, b) => a - b);
    return { base, period, offsets: Int32Array.from(offsets) };
  });

const has = (pattern: Pattern, day: number) =>
  pattern.offsets.length > 0 && dateAt(pattern, rankOf(pattern, day)) === day;

test('residues meet where walking a joint period finds dates so far apart', () => {
  const distances = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1, max: 9 }));
  fc.assert(
    fc.property(patterns, patterns, distances, (one, other, [least, wider]) => {
      const most = least + wider;
      const joint = Array.from({ length: one.period * other.period }, (_, i) => one.base + i);
      const met = joint.filter((x) => {
        const near = Array.from({ length: wider + 1 }, (_, i) => x + least + i);
        return has(one, x) && near.some((y) => has(other, y));
      });
      expect(residuesMeet(one, other, least, most)).toBe(met.length > 0);
      if (met.length === 0) return;
      const among = datesThatMeet(one, other, least, most);
      expect(met.every((x) => has(among, x))).toBe(true);
      const places = new Set(met.map((x) => (x - one.base) % one.period));
      expect([...among.offsets]).toEqual([...places].sort((a, b) => a - b));
    }),
    { numRuns: 1_000, seed: 7 },
  );
});
