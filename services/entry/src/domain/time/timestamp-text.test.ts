import fc from 'fast-check';
import { END_OF_TIME, parseInstant, START_OF_TIME } from './timestamp.ts';
import { formatInZone, formatLocal, formatUtcMs } from './timestamp-text.ts';
import { storedZone } from './zone.ts';

const ZONES = ['Europe/Berlin', 'America/Caracas', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];

const seconds = fc.integer({ min: START_OF_TIME / 1000, max: END_OF_TIME / 1000 });

test('an instant in a zone is written as Temporal writes it, local mean time in UTC', () => {
  fc.assert(
    fc.property(seconds, fc.constantFrom(...ZONES), (second, name) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(second * 1000);
      const zoned = instant.toZonedDateTimeISO(name);
      const text = formatInZone(second * 1000, storedZone(name));
      const inUtc = zoned.offsetNanoseconds % 60e9 !== 0 || zoned.offsetNanoseconds === 0;
      const expected = inUtc ? instant.toString() : zoned.toString({ timeZoneName: 'never' });
      expect(text).toBe(expected);
      expect(parseInstant(text)).toEqual({ instantMs: second * 1000 });
    }),
    { numRuns: 2_000 },
  );
});

test('offsets of whole minutes, zero and odd seconds', () => {
  const show = (text: string, zone: string) =>
    formatInZone(Temporal.Instant.from(text).epochMilliseconds, storedZone(zone));
  expect(show('2027-03-01T08:00:00Z', 'Europe/Berlin')).toBe('2027-03-01T09:00:00+01:00');
  expect(show('2027-03-01T08:00:00Z', 'Europe/London')).toBe('2027-03-01T08:00:00Z');
  expect(show('2010-03-01T08:00:00Z', 'America/Caracas')).toBe('2010-03-01T03:30:00-04:30');
  expect(show('1850-03-01T08:00:00Z', 'Europe/Berlin')).toBe('1850-03-01T08:00:00Z');
});

test('both ends of time keep four digits in the year, in every zone', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const zone = storedZone(name);
    expect(formatInZone(START_OF_TIME, zone)).toMatch(/^0001-01-0[123]T/);
    expect(formatLocal(zone.toLocal(START_OF_TIME))).toMatch(/^0001-01-0[123]T/);
    expect(formatInZone(END_OF_TIME, zone)).toMatch(/^9999-12-3[01]T/);
  }
});

test('moments of the server are UTC with milliseconds', () => {
  const ms = fc.integer({ min: Date.parse('0001-01-01'), max: Date.parse('9999-12-31') });
  fc.assert(
    fc.property(ms, (instant) => {
      expect(formatUtcMs(instant)).toBe(new Date(instant).toISOString());
    }),
  );
});
