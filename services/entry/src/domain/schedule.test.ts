import fc from 'fast-check';
import { faultsOfSent, planSchedule, scheduleFrom } from './schedule.ts';
import { storedDuration } from './time/duration.ts';
import { formatInZone } from './time/timestamp-text.ts';
import { storedZone } from './time/zone.ts';

const ZONES = [
  ...['Africa/Cairo', 'Asia/Beirut', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kwajalein'],
  ...['America/Juneau', 'Asia/Manila', 'Europe/Dublin', 'Africa/Casablanca', 'Asia/Kathmandu'],
  ...['America/Caracas', 'Antarctica/Troll', 'Europe/Berlin', 'UTC'],
];

/** The schedule as a client sees it, with the wall clock stored beside it. */
function plan(start: string, timeZone: string, duration: string) {
  const schedule = planSchedule({ start, timeZone, duration });
  if ('faults' in schedule) return schedule;
  const { startMs, endMs, zone, wallStart } = schedule;
  return [formatInZone(startMs, zone), formatInZone(endMs, zone), wallStart];
}

const sent = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    base: fc.integer({
      min: Date.parse('1840-01-01') / 1000,
      max: Date.parse('2100-01-01') / 1000,
    }),
    near: fc.oneof(fc.constant(null), fc.integer({ min: -300, max: 300 })),
    days: fc.integer({ min: 0, max: 365 }),
    minutes: fc.integer({ min: 1, max: 1439 }),
    withOffset: fc.boolean(),
    later: fc.boolean(),
  })
  .map(({ zone, base, near, ...rest }) => {
    const from = Temporal.Instant.fromEpochMilliseconds(base * 1000).toZonedDateTimeISO(zone);
    const change = near === null ? null : from.getTimeZoneTransition('next');
    const wall = change
      ? change.add({ minutes: (near ?? 0) * 10 }).toPlainDateTime()
      : from.toPlainDateTime();
    return { zone, wall: wall.with({ second: 0 }), ...rest };
  });

test('start and end are those of Temporal: days on the wall clock, the rest exactly', () => {
  fc.assert(
    fc.property(sent, ({ zone, wall, days, minutes, withOffset, later }) => {
      const disambiguation = withOffset && later ? 'later' : 'compatible';
      const start = wall.toZonedDateTime(zone, { disambiguation });
      const text = withOffset ? start.toInstant().toString() : wall.toString();
      const whole = text.length === 16 ? `${text}:00` : text;
      const schedule = planSchedule({
        start: whole,
        timeZone: zone,
        duration: `P${days}DT${minutes}M`,
      });
      const read = withOffset ? start.toPlainDateTime() : wall;
      const onSkippedDate =
        !withOffset &&
        !wall.toPlainDate().toZonedDateTime(zone).toPlainDate().equals(wall.toPlainDate());
      if (onSkippedDate) {
        expect(schedule).toEqual({ faults: [expect.objectContaining({ pointer: '/start' })] });
        return;
      }
      const afterDays = days === 0 ? start : read.add({ days }).toZonedDateTime(zone);
      expect(schedule).toMatchObject({
        startMs: start.epochMilliseconds,
        endMs: afterDays.add({ minutes }).epochMilliseconds,
        wallStart: read.toString({ smallestUnit: 'second' }),
      });
    }),
    { numRuns: 3_000 },
  );
});

describe('clock changes', () => {
  const BERLIN = 'Europe/Berlin';

  test('a wall clock in a gap shows moved forward, its days count from what was sent', () => {
    expect(plan('2027-03-28T02:30:00', BERLIN, 'P1D')).toEqual([
      ...['2027-03-28T03:30:00+02:00', '2027-03-29T02:30:00+02:00', '2027-03-28T02:30:00'],
    ]);
    expect(plan('2027-03-28T02:30:00+01:00', BERLIN, 'P1D')).toEqual([
      ...['2027-03-28T03:30:00+02:00', '2027-03-29T03:30:00+02:00', '2027-03-28T03:30:00'],
    ]);
  });

  test('a wall clock that comes twice is the first, unless the offset says the second', () => {
    const wall = '2027-10-31T02:30:00';
    const first = ['2027-10-31T02:30:00+02:00', '2027-10-31T02:30:00+01:00', wall];
    expect(plan(wall, BERLIN, 'PT1H')).toEqual(first);
    expect(plan(`${wall}+02:00`, BERLIN, 'PT1H')).toEqual(first);
    expect(plan(`${wall}+01:00`, BERLIN, 'PT1H')).toEqual([
      ...['2027-10-31T02:30:00+01:00', '2027-10-31T03:30:00+01:00', wall],
    ]);
  });

  test('a day is 23, 24 or 25 hours, hours are hours', () => {
    const end = (start: string, duration: string) => (plan(start, BERLIN, duration) as string[])[1];
    expect(end('2027-03-27T12:00:00', 'P1D')).toBe('2027-03-28T12:00:00+02:00');
    expect(end('2027-03-27T12:00:00', 'PT24H')).toBe('2027-03-28T13:00:00+02:00');
    expect(end('2027-03-27T12:00:00', 'P1DT12H')).toBe('2027-03-29T00:00:00+02:00');
    expect(end('2027-10-30T12:00:00', 'P1D')).toBe('2027-10-31T12:00:00+01:00');
  });

  test('local mean time is shown in UTC, its seconds are kept', () => {
    expect(plan('1850-01-01T00:00:00', BERLIN, 'PT1H')).toEqual([
      ...['1849-12-31T23:06:32Z', '1850-01-01T00:06:32Z', '1850-01-01T00:00:00'],
    ]);
  });

  test('a date that the zone skips whole is no start, an instant always is one', () => {
    const start = '2011-12-30T10:00:00';
    const fault = { pointer: '/start', detail: expect.stringContaining('Pacific/Apia') };
    expect(plan(start, 'pacific/apia', 'PT1H')).toEqual({ faults: [fault] });
    expect(faultsOfSent({ start, timeZone: 'Pacific/Apia' })).toEqual([fault]);
    expect(plan(`${start}Z`, 'Pacific/Apia', 'PT1H')).toEqual([
      ...['2011-12-31T00:00:00+14:00', '2011-12-31T01:00:00+14:00', '2011-12-31T00:00:00'],
    ]);
  });
});

test('an end that a clock change brings back to the start is a fault', () => {
  // A wall clock on a skipped date, as one stored with older zone data can be.
  const wallMs = Date.parse('2011-12-30T10:00:00Z');
  const apia = storedZone('Pacific/Apia');
  const anchor = { startMs: apia.toInstant(wallMs), wallMs };
  expect(scheduleFrom(anchor, apia, storedDuration('P1D'), null)).toEqual({
    faults: [{ pointer: '/duration', detail: expect.stringContaining('after the start') }],
  });
  expect(scheduleFrom(anchor, apia, storedDuration('P1DT1H'), null)).toMatchObject({
    endMs: anchor.startMs + 3_600_000,
  });
});

describe('the ends of time', () => {
  test('are in it', () => {
    expect(plan('0001-01-02T00:00:00Z', 'UTC', 'P1D')).toEqual([
      ...['0001-01-02T00:00:00Z', '0001-01-03T00:00:00Z', '0001-01-02T00:00:00'],
    ]);
    expect(plan('9999-12-30T00:00:00Z', 'Pacific/Apia', 'P1D')).toEqual([
      ...['9999-12-30T13:00:00+13:00', '9999-12-31T13:00:00+13:00', '9999-12-30T13:00:00'],
    ]);
  });

  test.each([
    ['0001-01-02T00:00:00+00:01', 'UTC', 'PT1H', '/start'],
    ['0000-01-02T00:00:00', 'UTC', 'PT1H', '/start'],
    ['0001-01-02T00:00:00', 'Asia/Tokyo', 'PT1H', '/start'],
    ['9999-12-31T00:00:01Z', 'UTC', 'PT1H', '/start'],
    ['9999-12-31T00:00:00Z', 'UTC', 'PT1S', '/duration'],
    ['9999-12-30T00:00:00Z', 'UTC', 'P1DT1S', '/duration'],
  ])('%s in %s for %s lies outside', (start, timeZone, duration, pointer) => {
    const fault = { pointer, detail: expect.stringContaining('9999-12-31T00:00:00Z') };
    expect(plan(start, timeZone, duration)).toEqual({ faults: [fault] });
    expect(faultsOfSent({ start, timeZone, duration })).toEqual([fault]);
  });
});

describe('faults', () => {
  const pointers = (faults: object[]) => faults.map((fault) => Object.values(fault)[0]);

  test('are all told at once', () => {
    const bad = { start: 'soon', timeZone: '+01:00', duration: 'P1M' };
    const schedule = planSchedule(bad);
    expect('faults' in schedule && pointers(schedule.faults)).toEqual([
      ...['/start', '/duration', '/timeZone'],
    ]);
    expect(pointers(faultsOfSent(bad))).toEqual(['/start', '/duration', '/timeZone']);
  });

  test('of a part of the fields are those that no stored value could cure', () => {
    expect(faultsOfSent({})).toEqual([]);
    expect(faultsOfSent({ start: '0001-01-01T20:00:00' })).toEqual([]);
    expect(pointers(faultsOfSent({ start: '0001-01-01T20:00:00Z' }))).toEqual(['/start']);
    const start = '0001-01-02T03:00:00';
    expect(pointers(faultsOfSent({ start, timeZone: 'Asia/Tokyo' }))).toEqual(['/start']);
    expect(faultsOfSent({ start, timeZone: 'America/Nowhere' })).toHaveLength(1);
    expect(faultsOfSent({ timeZone: 'UTC', duration: 'P1D' })).toEqual([]);
    const both = faultsOfSent({
      start: '2011-12-30T10:00:00',
      timeZone: 'Pacific/Apia',
      duration: 'P',
    });
    expect(pointers(both)).toEqual(['/duration', '/start']);
  });
});
