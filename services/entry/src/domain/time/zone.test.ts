import fc from 'fast-check';
import { DAY, daysFromCivil, HOUR } from './civil.ts';
import { storedZone, type Zone, zoneNamed } from './zone.ts';

// Zones with a gap at midnight, a gap or fold of 24 h, half an hour or two hours, odd offsets, and none of it.
const ZONES = [
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'America/Juneau',
  'Asia/Manila',
  'Europe/Dublin',
  'Europe/Berlin',
  'Africa/Casablanca',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'America/Caracas',
  'Antarctica/Troll',
  'UTC',
];
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

const zoned = (ms: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
const plain = (localMs: number) => zoned(localMs, 'UTC').toPlainDateTime();

/** Whole seconds over all of time, half of them within two days of a clock change. */
const moments = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    ms: fc.oneof(
      fc.integer({ min: FIRST / 1000, max: LAST / 1000 }),
      fc.integer({ min: Date.parse('1840-01-01') / 1000, max: Date.parse('2110-01-01') / 1000 }),
    ),
    near: fc.option(
      fc.oneof(
        fc.integer({ min: -48 * 3600, max: 48 * 3600 }),
        fc.integer({ min: -8, max: 8 }).map((quarters) => quarters * 900),
        fc.integer({ min: -2, max: 2 }),
      ),
    ),
  })
  .map(({ zone, ms, near }) => {
    const change = near === null ? null : zoned(ms * 1000, zone).getTimeZoneTransition('next');
    const at = (change?.epochMilliseconds ?? ms * 1000) + (near ?? 0) * 1000;
    return { zone, ms: Math.min(Math.max(at, FIRST), LAST) };
  });

describe('a zone agrees with Temporal', () => {
  test('from instant to wall clock', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const expected = zoned(ms, zone).offsetNanoseconds / 1e6;
        expect(storedZone(zone).offsetAt(ms)).toBe(expected);
        expect(storedZone(zone).toLocal(ms)).toBe(ms + expected);
      }),
      { numRuns: 3_000 },
    );
  });

  test('from wall clock to instant, first and second', () => {
    fc.assert(
      fc.property(moments, fc.boolean(), ({ zone, ms }, asLocal) => {
        const local = asLocal ? ms : storedZone(zone).toLocal(ms);
        const first = plain(local).toZonedDateTime(zone).epochMilliseconds;
        const second = plain(local).toZonedDateTime(zone, { disambiguation: 'later' });
        expect(storedZone(zone).toInstant(local)).toBe(first);
        expect(storedZone(zone).toInstant(local, 'second')).toBe(second.epochMilliseconds);
      }),
      { numRuns: 3_000 },
    );
  });

  test('on the next change', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const next = zoned(ms, zone).getTimeZoneTransition('next');
        expect(storedZone(zone).nextChange(ms)).toBe(next?.epochMilliseconds ?? Infinity);
      }),
      { numRuns: 1_000 },
    );
  });

  test('on the dates that are skipped whole', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const date = plain(ms).toPlainDate();
        const skipped = !date.toZonedDateTime(zone).toPlainDate().equals(date);
        expect(storedZone(zone).skipsDate(Math.floor(ms / DAY))).toBe(skipped);
      }),
      { numRuns: 2_000 },
    );
  });

  // What the table takes for granted: nothing before 1800, no reach of a day, only yearly rules after 2100.
  test('in every zone at both ends of time', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const zone = storedZone(name);
      const ends = ['0001-01-02', '1799-12-31', '2101-04-03', '2450-01-02', '2499-12-31'];
      for (const day of [
        ...ends,
        '2500-01-02',
        '2500-07-01',
        '2900-01-01',
        '5027-03-28',
        '9999-12-31',
      ]) {
        const ms = Date.parse(`${day}T00:00:00Z`);
        expect(zone.offsetAt(ms)).toBe(zoned(ms, name).offsetNanoseconds / 1e6);
        expect(Math.abs(zone.offsetAt(ms))).toBeLessThan(DAY);
        const change = zoned(ms, name).getTimeZoneTransition('next');
        expect(zone.nextChange(ms)).toBe(change?.epochMilliseconds ?? Infinity);
      }
    }
  });
});

test('no clock is changed again before the wall clocks that the last change moved are over', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const zone = storedZone(name);
    let over = Number.NEGATIVE_INFINITY;
    for (let at = zone.nextChange(FIRST); at < Date.UTC(2510, 0, 1); at = zone.nextChange(at)) {
      const [before, after] = [zone.offsetAt(at - 1), zone.offsetAt(at)];
      expect(at + Math.min(before, after)).toBeGreaterThanOrEqual(over);
      over = at + Math.max(before, after);
    }
  }
});

describe('a jump of toInstant', () => {
  const step = (zone: Zone, local: number) =>
    zone.toInstant(local) - zone.toInstant(local - 1000) - 1000;

  test('is at the wall clock that nextJump names, and nowhere before it', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const at = storedZone(zone);
        const jump = at.nextJump(ms);
        if (jump === Infinity) {
          expect(step(at, ms + 400 * DAY)).toBe(0);
          return;
        }
        expect(jump).toBeGreaterThan(ms);
        expect(step(at, jump)).not.toBe(0);
        // Both ends of a stretch without jumps are as far apart as their wall clocks.
        expect(at.toInstant(jump - 1000) - at.toInstant(ms)).toBe(jump - 1000 - ms);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('names', () => {
  test.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['ASIA/CALCUTTA', 'Asia/Calcutta'],
    ['us/pacific', 'US/Pacific'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['utc', 'UTC'],
    ['etc/gmt+5', 'Etc/GMT+5'],
    ['gmt', 'GMT'],
  ])('%s is shown as %s', (sent, shown) => {
    expect(zoneNamed(sent)?.name).toBe(shown);
    expect(zoneNamed(shown)).toBe(zoneNamed(sent));
  });

  test.each(['+01:00', 'UTC+1', '-05', 'Z', '', ' UTC', 'Mars/Olympus', 'T0000+01', 'Etc/Unknown'])(
    '%p is none',
    (sent) => expect(zoneNamed(sent)).toBeNull(),
  );

  test('a timestamp that carries a zone is none', () => {
    expect(zoneNamed('2020-01-01T00:00Z[Europe/Berlin]')).toBeNull();
    expect(() => storedZone('Mars/Olympus')).toThrow('Mars/Olympus');
  });
});

test('whole dates that were skipped, and their neighbours', () => {
  const days = (year: number, month: number, day: number) => daysFromCivil(year, month, day);
  expect(storedZone('Pacific/Apia').skipsDate(days(2011, 12, 30))).toBe(true);
  expect(storedZone('Pacific/Apia').skipsDate(days(2011, 12, 29))).toBe(false);
  expect(storedZone('Pacific/Apia').skipsDate(days(2011, 12, 31))).toBe(false);
  expect(storedZone('Asia/Manila').skipsDate(days(1844, 12, 31))).toBe(true);
  expect(storedZone('Pacific/Kwajalein').skipsDate(days(1993, 8, 21))).toBe(true);
  expect(storedZone('Africa/Cairo').skipsDate(days(2024, 4, 26))).toBe(false);
});

test('Alaska lived a whole day twice, from the afternoon of 18 October 1867', () => {
  const juneau = storedZone('America/Juneau');
  const distance = (hour: number) => {
    const local = daysFromCivil(1867, 10, 18) * DAY + hour * HOUR;
    return juneau.toInstant(local, 'second') - juneau.toInstant(local);
  };
  expect([15, 16, 39, 40].map(distance)).toEqual([0, DAY, DAY, 0]);
});
