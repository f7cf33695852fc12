import fc from 'fast-check';
import { civilFromDays, DAY, daysFromCivil, daysInMonth } from './civil.ts';

const FIRST = Date.parse('-000001-01-01T00:00:00Z') / DAY;
const LAST = Date.parse('+010001-12-31T00:00:00Z') / DAY;

test('days and dates are those of the language, also before year 1 and after 9999', () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST, max: LAST }), (localDay) => {
      const date = new Date(localDay * DAY);
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      expect(civilFromDays(localDay)).toEqual({ year, month, day });
      expect(daysFromCivil(year, month, day)).toBe(localDay);
    }),
    { numRuns: 2_000 },
  );
});

test('a month is as long as the distance to the next', () => {
  for (const year of [0, 1, 4, 1900, 2000, 2027, 2028, 9999]) {
    for (let month = 1; month <= 12; month += 1) {
      const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
      expect(daysInMonth(year, month)).toBe(next - daysFromCivil(year, month, 1));
    }
  }
});
