import fc from 'fast-check';
import { DAY, HOUR } from './civil.ts';
import { parseDuration, storedDuration } from './duration.ts';

test.each([
  ['PT45M', 0, 0.75 * HOUR],
  ['PT1H30M', 0, 1.5 * HOUR],
  ['PT1H0M5S', 0, HOUR + 5_000],
  ['PT90S', 0, 90_000],
  ['P1D', 1, 0],
  ['P1DT2H', 1, 2 * HOUR],
  ['P1W2D', 9, 0],
  ['P1W2DT3H', 9, 3 * HOUR],
  ['P52W', 364, 0],
  ['P1WT1S', 7, 1000],
  ['P007D', 7, 0],
  ['P0DT1H', 0, HOUR],
  ['P366D', 366, 0],
  ['PT8784H', 0, 366 * DAY],
  ['P00000052W00000002DT00000000H00000000M00000000S', 366, 0],
])('%s', (text, days, ms) => {
  expect(parseDuration(text)).toEqual({ text, days, ms });
  expect(storedDuration(text)).toEqual({ text, days, ms });
});

test.each([
  ...['', 'P', 'PT', 'P1', 'P1DT', 'P1WT', '1D', 'D', 'P1H', 'PT1D', 'P1D2W', 'PT1M1H'],
  ...['P1M', 'P1Y', 'P1Y2M', '-P1D', '+P1D', 'P-1D', 'PT0.5H', 'PT1.5S', 'P1,5D', 'PT1H5S'],
  ...['p1d', 'pt1h', 'P1d', 'PT1h', ' P1D', 'P1D ', 'P1D\n', 'P 1D', 'P1D1D', 'P١D', 'P1W1W'],
])('%p is no duration', (text) => {
  expect(parseDuration(text)).toEqual({ broken: expect.stringMatching(/^must be weeks/) });
});

test.each([
  ['P0D', /greater than zero/],
  ['PT0S', /greater than zero/],
  ['P0W0DT0H0M0S', /greater than zero/],
  ['P367D', /at most 366 days/],
  ['P366DT1S', /at most 366 days/],
  ['P53W', /at most 366 days/],
  ['PT31622401S', /at most 366 days/],
  ['PT99999999H', /at most 366 days/],
  ['P000000001D', /8 digits/],
  [`P${'9'.repeat(100_000)}D`, /8 digits/],
  [`PT${'0'.repeat(100_000)}1H`, /8 digits/],
])('%.20s breaks a rule', (text, rule) => {
  expect(parseDuration(text)).toEqual({ broken: expect.stringMatching(rule) });
  expect(() => storedDuration(text)).toThrow();
});

test('what Temporal writes of weeks, days, hours, minutes and seconds reads the same', () => {
  const parts = fc.record({
    weeks: fc.integer({ min: 0, max: 40 }),
    days: fc.integer({ min: 0, max: 60 }),
    hours: fc.integer({ min: 0, max: 50 }),
    minutes: fc.integer({ min: 1, max: 90 }),
    seconds: fc.integer({ min: 0, max: 90 }),
  });
  fc.assert(
    fc.property(parts, (sent) => {
      const text = Temporal.Duration.from(sent).toString();
      const { weeks, days, ...exact } = sent;
      const ms = Temporal.Duration.from(exact).total('milliseconds');
      expect(parseDuration(text)).toEqual({ text, days: weeks * 7 + days, ms });
    }),
  );
});
