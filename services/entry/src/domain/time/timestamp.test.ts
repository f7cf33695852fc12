import fc from 'fast-check';
import { END_OF_TIME, isWithinTime, parseInstant, parseStart, START_OF_TIME } from './timestamp.ts';

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

test('time has the two ends of the contract, both included', () => {
  expect(START_OF_TIME).toBe(at('0001-01-02T00:00:00Z'));
  expect(END_OF_TIME).toBe(at('9999-12-31T00:00:00Z'));
  expect([START_OF_TIME, END_OF_TIME].map(isWithinTime)).toEqual([true, true]);
  expect([START_OF_TIME - 1, END_OF_TIME + 1].map(isWithinTime)).toEqual([false, false]);
});

test('any timestamp of years 0000 to 9999 is the instant that Temporal reads', () => {
  const parts = fc.record({
    ms: fc.integer({ min: at('0000-01-03T00:00:00Z'), max: at('9999-12-29T00:00:00Z') }),
    offset: fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }),
  });
  fc.assert(
    fc.property(parts, ({ ms, offset }) => {
      const sign = offset < 0 ? '-' : '+';
      const [hour, minute] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
      const zone = `${sign}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
      const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
      expect(parseInstant(local + zone)).toEqual({ instantMs: ms });
      const whole = ms - (((ms % 1000) + 1000) % 1000);
      expect(parseStart(`${local.slice(0, -4)}.000${zone}`)).toEqual({ instantMs: whole });
    }),
    { numRuns: 2_000 },
  );
});

describe('a start', () => {
  test.each([
    '2027-03-01T08:00:00Z',
    '2027-03-01t08:00:00z',
    '2027-03-01T09:00:00+01:00',
    '2027-03-01T08:00:00-00:00',
    '2027-03-01T08:00:00.000Z',
    `2027-03-01T08:00:00.${'0'.repeat(40)}Z`,
  ])('%s names an instant', (text) => {
    expect(parseStart(text)).toEqual({ instantMs: Date.UTC(2027, 2, 1, 8) });
  });

  test.each(['2027-03-01T09:00:00', '2027-03-01T09:00:00.0'])('%s is a wall clock', (text) => {
    expect(parseStart(text)).toEqual({ localMs: Date.UTC(2027, 2, 1, 9) });
  });

  test.each([
    ['2027-03-01T08:00:00.001Z', /whole seconds/],
    ['2027-03-01T08:00:00.0000000001', /whole seconds/],
    ['2027-03-01T08:00:60Z', /leap second/],
    ['2027-02-29T08:00:00Z', /date/],
    ['2027-00-01T08:00:00Z', /date/],
    ['2027-13-01T08:00:00Z', /date/],
    ['2027-01-00T08:00:00Z', /date/],
    ['2027-03-01T24:00:00Z', /time of day/],
    ['2027-03-01T08:60:00Z', /time of day/],
    ['2027-03-01T08:00:61Z', /time of day/],
    ['2027-03-01T08:00:00+24:00', /offset/],
    ['2027-03-01T08:00:00+01:60', /offset/],
    ['2027-03-01T08:00:00+0100', /RFC 3339/],
    ['2027-03-01T08:00:00+01', /RFC 3339/],
    ['2027-03-01T08:00:00.Z', /RFC 3339/],
    ['2027-03-01T08:00:00,5Z', /RFC 3339/],
    ['2027-03-01T08:00Z', /RFC 3339/],
    ['2027-03-01 08:00:00Z', /RFC 3339/],
    ['2027-03-01T08:00:00Z\n', /RFC 3339/],
    ['2027-03-01T08:00:00Z[Europe/Berlin]', /RFC 3339/],
    ['+002027-03-01T08:00:00Z', /RFC 3339/],
    ['-2027-03-01T08:00:00Z', /RFC 3339/],
    ['٢٠٢٧-03-01T08:00:00Z', /RFC 3339/],
    ['2027-03-01', /RFC 3339/],
    ['', /RFC 3339/],
  ])('%p breaks a rule', (text, rule) => {
    expect(parseStart(text)).toEqual({ broken: expect.stringMatching(rule) });
  });
});

describe('an instant', () => {
  test.each([
    ['2027-03-01T08:00:00.5Z', 500],
    ['2027-03-01T08:00:00.123Z', 123],
    ['2027-03-01T08:00:00.123000Z', 123],
  ])('%s has its milliseconds', (text, ms) => {
    expect(parseInstant(text)).toEqual({ instantMs: Date.UTC(2027, 2, 1, 8) + ms });
  });

  test('is of any year', () => {
    const year0 = Date.parse('0000-01-01T00:00:00.000Z');
    expect(parseInstant('0000-01-01T00:00:00Z')).toEqual({ instantMs: year0 });
  });

  test.each([
    ['2027-03-01T09:00:00 01:00', /%2B/],
    ['2027-03-01T09:00:00.250 01:00', /%2B/],
    ['2027-03-01T09:00:00', /must have an offset/],
    ['2027-03-01T09:00:00.1234Z', /milliseconds/],
    ['yesterday', /RFC 3339/],
  ])('%p breaks a rule', (text, rule) => {
    expect(parseInstant(text)).toEqual({ broken: expect.stringMatching(rule) });
  });
});
