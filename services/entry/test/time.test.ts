// The contract's section Time: what becomes of start, duration and time zone.
import { api } from '@calendar/shared/testing/client';
import { faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
let calendar: CalendarAtHand;
beforeAll(async () => {
  me = await somebody(request);
  calendar = await newCalendar(me);
});

const wish = (fields: object) => ({ title: 'a', duration: 'PT1H', freeBusy: 'free', ...fields });
const create = (fields: object) => calendar.ask('POST', '', wish(fields));

type Shown = [start: string, duration: string, timeZone: string, from: string, to: string];

const b = 'Europe/Berlin';
const shown: Shown[] = [
  // Offsets, and a wall clock without one.
  ['2027-03-01T09:00:00', 'PT1H', b, '2027-03-01T09:00:00+01:00', '2027-03-01T10:00:00+01:00'],
  ['2027-03-01T09:00:00Z', 'PT1H', b, '2027-03-01T10:00:00+01:00', '2027-03-01T11:00:00+01:00'],
  ['2027-03-01t09:00:00z', 'PT1H', b, '2027-03-01T10:00:00+01:00', '2027-03-01T11:00:00+01:00'],
  [
    '2027-03-01T23:30:00-05:30',
    'PT1H',
    b,
    '2027-03-02T06:00:00+01:00',
    '2027-03-02T07:00:00+01:00',
  ],
  ['2027-03-01T09:00:00-00:00', 'PT1H', 'UTC', '2027-03-01T09:00:00Z', '2027-03-01T10:00:00Z'],
  ['2027-03-01T09:00:00+14:00', 'PT1H', 'UTC', '2027-02-28T19:00:00Z', '2027-02-28T20:00:00Z'],
  ['2027-03-01T09:00:00.000', 'PT1H', 'UTC', '2027-03-01T09:00:00Z', '2027-03-01T10:00:00Z'],
  [
    '2027-03-01T09:00:00.000000000+01:00',
    'PT1S',
    b,
    '2027-03-01T09:00:00+01:00',
    '2027-03-01T09:00:01+01:00',
  ],
  ['2028-02-29T09:00:00', 'P365D', 'UTC', '2028-02-29T09:00:00Z', '2029-02-28T09:00:00Z'],
  [
    '2027-03-01T09:00:00',
    'PT1H',
    'Asia/Kathmandu',
    '2027-03-01T09:00:00+05:45',
    '2027-03-01T10:00:00+05:45',
  ],
  [
    '2027-07-01T09:00:00',
    'PT1H',
    'America/St_Johns',
    '2027-07-01T09:00:00-02:30',
    '2027-07-01T10:00:00-02:30',
  ],
  // Durations.
  ['2027-03-01T09:00:00', 'P1W2D', 'UTC', '2027-03-01T09:00:00Z', '2027-03-10T09:00:00Z'],
  ['2027-03-01T09:00:00', 'P1DT2H', 'UTC', '2027-03-01T09:00:00Z', '2027-03-02T11:00:00Z'],
  ['2027-03-01T09:00:00', 'PT1H30M', 'UTC', '2027-03-01T09:00:00Z', '2027-03-01T10:30:00Z'],
  ['2027-03-01T09:00:00', 'P366D', 'UTC', '2027-03-01T09:00:00Z', '2028-03-01T09:00:00Z'],
  ['2027-03-01T09:00:00', 'PT8784H', 'UTC', '2027-03-01T09:00:00Z', '2028-03-01T09:00:00Z'],
  // Days are nominal, hours exact: the clock goes forward on 28 March, and back on 31 October.
  ['2027-03-27T12:00:00', 'P1D', b, '2027-03-27T12:00:00+01:00', '2027-03-28T12:00:00+02:00'],
  ['2027-03-27T12:00:00', 'PT24H', b, '2027-03-27T12:00:00+01:00', '2027-03-28T13:00:00+02:00'],
  ['2027-03-27T12:00:00', 'P1DT1H', b, '2027-03-27T12:00:00+01:00', '2027-03-28T13:00:00+02:00'],
  ['2027-10-30T12:00:00', 'P1D', b, '2027-10-30T12:00:00+02:00', '2027-10-31T12:00:00+01:00'],
  ['2027-10-30T12:00:00', 'PT24H', b, '2027-10-30T12:00:00+02:00', '2027-10-31T11:00:00+01:00'],
  ['2027-10-25T00:00:00', 'P1W', b, '2027-10-25T00:00:00+02:00', '2027-11-01T00:00:00+01:00'],
  // A wall clock that is skipped moves forward by the gap; its days still count from the wall clock as sent.
  ['2027-03-28T02:00:00', 'PT1H', b, '2027-03-28T03:00:00+02:00', '2027-03-28T04:00:00+02:00'],
  ['2027-03-28T02:30:00', 'PT1H', b, '2027-03-28T03:30:00+02:00', '2027-03-28T04:30:00+02:00'],
  ['2027-03-28T02:30:00', 'P1D', b, '2027-03-28T03:30:00+02:00', '2027-03-29T02:30:00+02:00'],
  ['2027-03-28T02:30:00+01:00', 'P1D', b, '2027-03-28T03:30:00+02:00', '2027-03-29T03:30:00+02:00'],
  ['2027-03-27T02:30:00', 'P1D', b, '2027-03-27T02:30:00+01:00', '2027-03-28T03:30:00+02:00'],
  ['2027-03-28T01:59:59', 'PT1S', b, '2027-03-28T01:59:59+01:00', '2027-03-28T03:00:00+02:00'],
  // One that comes twice is the first, unless the offset says the second.
  ['2027-10-31T02:30:00', 'PT1H', b, '2027-10-31T02:30:00+02:00', '2027-10-31T02:30:00+01:00'],
  [
    '2027-10-31T02:30:00+02:00',
    'PT1H',
    b,
    '2027-10-31T02:30:00+02:00',
    '2027-10-31T02:30:00+01:00',
  ],
  [
    '2027-10-31T02:30:00+01:00',
    'PT1H',
    b,
    '2027-10-31T02:30:00+01:00',
    '2027-10-31T03:30:00+01:00',
  ],
  ['2027-10-31T01:30:00Z', 'P1D', b, '2027-10-31T02:30:00+01:00', '2027-11-01T02:30:00+01:00'],
  ['2027-10-30T02:30:00', 'P1D', b, '2027-10-30T02:30:00+02:00', '2027-10-31T02:30:00+02:00'],
  // Half an hour of Lord Howe, and the day that Apia left out.
  [
    '2027-10-03T02:15:00',
    'PT1H',
    'Australia/Lord_Howe',
    '2027-10-03T02:45:00+11:00',
    '2027-10-03T03:45:00+11:00',
  ],
  [
    '2011-12-29T12:00:00',
    'P1D',
    'Pacific/Apia',
    '2011-12-29T12:00:00-10:00',
    '2011-12-31T12:00:00+14:00',
  ],
  [
    '2011-12-29T12:00:00',
    'PT24H',
    'Pacific/Apia',
    '2011-12-29T12:00:00-10:00',
    '2011-12-31T12:00:00+14:00',
  ],
  [
    '2011-12-29T12:00:00',
    'P2D',
    'Pacific/Apia',
    '2011-12-29T12:00:00-10:00',
    '2011-12-31T12:00:00+14:00',
  ],
  [
    '2011-12-30T12:00:00-10:00',
    'PT1H',
    'Pacific/Apia',
    '2011-12-31T12:00:00+14:00',
    '2011-12-31T13:00:00+14:00',
  ],
  // Local mean time has seconds in its offset: then UTC is shown.
  ['1890-01-01T12:00:00', 'PT1H', b, '1890-01-01T11:06:32Z', '1890-01-01T12:06:32Z'],
  ['1893-03-31T23:00:00Z', 'PT1H', b, '1893-03-31T23:00:00Z', '1893-04-01T01:00:00+01:00'],
  [
    '1890-01-01T12:00:00Z',
    'P1D',
    'America/New_York',
    '1890-01-01T07:00:00-05:00',
    '1890-01-02T07:00:00-05:00',
  ],
  // Both ends of time.
  ['0001-01-02T00:00:00Z', 'PT1H', 'UTC', '0001-01-02T00:00:00Z', '0001-01-02T01:00:00Z'],
  ['0001-01-01T23:00:00-01:00', 'PT1H', 'UTC', '0001-01-02T00:00:00Z', '0001-01-02T01:00:00Z'],
  ['9999-12-30T23:00:00Z', 'PT1H', 'UTC', '9999-12-30T23:00:00Z', '9999-12-31T00:00:00Z'],
  [
    '9999-12-31T13:00:00',
    'PT1H',
    'Pacific/Kiritimati',
    '9999-12-31T13:00:00+14:00',
    '9999-12-31T14:00:00+14:00',
  ],
  ['9998-07-01T12:00:00', 'P1D', b, '9998-07-01T12:00:00+02:00', '9998-07-02T12:00:00+02:00'],
];

test.each(shown)('%s for %s in %s', async (start, duration, timeZone, from, to) => {
  const made = await create({ start, duration, timeZone });
  expect([made.status, made.body]).toEqual([
    201,
    expect.objectContaining({ start: from, end: to, duration, timeZone }),
  ]);
  const one = `/${made.body.id}`;
  expect((await calendar.ask('GET', one)).body).toEqual(made.body);
  const again = await calendar.ask('PUT', one, made.body);
  expect([again.status, again.body, etagOf(again)]).toEqual([200, made.body, etagOf(made)]);
});

test.each([
  ['europe/BERLIN', 'Europe/Berlin'],
  ['us/eastern', 'US/Eastern'],
  ['ASIA/CALCUTTA', 'Asia/Calcutta'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['utc', 'UTC'],
  ['gmt', 'GMT'],
  ['etc/utc', 'Etc/UTC'],
  ['ETC/gmt-14', 'Etc/GMT-14'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['est5edt', 'EST5EDT'],
])('the zone %s is shown as %s', async (timeZone, name) => {
  const { status, body } = await create({ start: '2027-03-01T09:00:00', timeZone });
  expect([status, body.timeZone]).toEqual([201, name]);
});

const badStarts = [
  '2027-03-01T09:00:60',
  '2016-12-31T23:59:60Z',
  '2027-03-01T09:00:00.5Z',
  '2027-03-01T09:00:00.0001',
  '2027-03-01T09:00:00.',
  '2027-03-01T09:00',
  '2027-03-01T24:00:00',
  '2027-03-01 09:00:00',
  '2027-03-01',
  '2027-02-29T09:00:00',
  '2027-04-31T09:00:00Z',
  '2027-00-01T09:00:00',
  '2027-03-01T09:60:00',
  '2027-03-01T09:00:00+24:00',
  '2027-03-01T09:00:00+01',
  '2027-03-01T09:00:00+0100',
  '2027-03-01T09:00:00+01:00[Europe/Berlin]',
  ' 2027-03-01T09:00:00',
  '20270301T090000Z',
  '+002027-03-01T09:00:00Z',
  '10000-01-01T00:00:00Z',
  '２027-03-01T09:00:00',
  '0001-01-01T23:59:59Z',
  '0000-06-01T00:00:00Z',
  '9999-12-31T00:00:01Z',
];
const badDurations = [
  'PT0S',
  'P0D',
  'P',
  'PT',
  'P1DT',
  '-PT1H',
  '+PT1H',
  'P1M',
  'P1Y',
  'PT1.5H',
  'PT0.5S',
  'pt1h',
  'P1D2W',
  'PT1M1H',
  '1H',
  'PT1H ',
  'P367D',
  'P366DT1S',
  'P53W',
  'PT8784H0M1S',
  'PT99999999999999999999H',
];
const badZones = [
  '+01:00',
  '-0500',
  'Z',
  'z',
  'UTC+1',
  'Mars',
  'Europe',
  'Europe/',
  ' UTC',
  'Local',
];

test.each<[string, string[]]>([
  ['start', badStarts],
  ['duration', badDurations],
  ['timeZone', badZones],
])('no %s', async (name, values) => {
  for (const value of values) {
    const reply = await create({ start: '2027-03-01T09:00:00', [name]: value });
    expect([value, ...faultsOf(reply)]).toEqual([value, `/${name}`]);
  }
});

test.each([
  ['2011-12-30T12:00:00', 'PT1H', 'Pacific/Apia', '/start'],
  ['2011-12-30T00:00:00', 'PT1H', 'Pacific/Apia', '/start'],
  ['1994-12-31T12:00:00', 'PT1H', 'Pacific/Kiritimati', '/start'],
  ['9999-12-30T23:00:00Z', 'PT1H0M1S', 'UTC', '/duration'],
  ['9999-12-30T12:00:00', 'P1D', 'UTC', '/duration'],
  ['9999-12-31T00:00:01', 'PT1H', 'UTC', '/start'],
  ['9999-12-30T23:30:00', 'PT1H', 'America/New_York', '/start'],
])('%s for %s in %s is outside of time', async (start, duration, timeZone, pointer) => {
  expect(faultsOf(await create({ start, duration, timeZone }))).toEqual([pointer]);
});

test("the calendar's zone counts as one that is sent", async () => {
  const { ask, add, path } = await newCalendar(me, 'Pacific/Apia');
  expect(faultsOf(await ask('POST', '', wish({ start: '2011-12-30T12:00:00' })))).toEqual([
    '/start',
  ]);
  const { id, start } = await add({ start: '2027-03-01T09:00:00', freeBusy: 'free' });
  expect(start).toBe('2027-03-01T09:00:00+13:00');
  const one = `/${id}`;
  const skipped = { start: '2011-12-30T12:00:00' };
  expect(faultsOf(await ask('PATCH', one, skipped))).toEqual(['/start']);
  expect(faultsOf(await ask('PUT', one, wish(skipped)))).toEqual(['/start']);
  expect(
    faultsOf(await me.ask('PUT', `${path}${one}`, wish({ start: '9999-12-31T14:00:01' }))),
  ).toEqual(['/start']);
});

test('the wall clock in a gap stays behind what is shown until another start is sent', async () => {
  const { body: entry } = await create({ start: '2027-03-28T02:30:00' });
  const patch = (change: object) => calendar.ask('PATCH', `/${entry.id}`, change);
  expect(entry.start).toBe('2027-03-28T03:30:00+02:00');
  expect((await patch({ start: entry.start, title: 'b' })).body.start).toBe(entry.start);
  expect((await patch({ duration: 'P1D' })).body.end).toBe('2027-03-29T02:30:00+02:00');
  expect((await patch({ start: '2027-03-28T01:30:00Z' })).body.end).toBe(
    '2027-03-29T02:30:00+02:00',
  );
  expect((await patch({ start: '2027-03-27T03:30:00' })).body.end).toBe(
    '2027-03-28T03:30:00+02:00',
  );
  expect((await patch({ start: entry.start })).body.end).toBe('2027-03-29T03:30:00+02:00');
});

test('the second of a wall clock that comes twice stays the second', async () => {
  const { body: entry } = await create({ start: '2027-10-31T02:30:00+01:00' });
  const patch = (change: object) => calendar.ask('PATCH', `/${entry.id}`, change);
  expect((await patch({ title: 'b' })).body.start).toBe(entry.start);
  expect((await patch({ duration: 'PT2H' })).body).toMatchObject({
    start: entry.start,
    end: '2027-10-31T04:30:00+01:00',
  });
  expect((await patch({ start: '2027-10-31T02:30:00' })).body.start).toBe(
    '2027-10-31T02:30:00+02:00',
  );
});

test('another zone alone keeps the instant, and days count from its wall clock', async () => {
  const { body: entry } = await create({ start: '2027-03-27T20:00:00', duration: 'P1D' });
  expect(entry.end).toBe('2027-03-28T20:00:00+02:00');
  const { body } = await calendar.ask('PATCH', `/${entry.id}`, { timeZone: 'America/New_York' });
  expect(body).toMatchObject({
    start: '2027-03-27T15:00:00-04:00',
    end: '2027-03-28T15:00:00-04:00',
    duration: 'P1D',
  });
  const back = await calendar.ask('PATCH', `/${entry.id}`, { timeZone: 'Europe/Berlin' });
  expect(back.body).toMatchObject({ start: entry.start, end: entry.end });
});

test('days that meet through a clock change tile without gap or overlap', async () => {
  const { ask } = await newCalendar(me);
  for (const day of ['27', '28', '29']) {
    const body = { title: day, start: `2027-03-${day}T02:30:00`, duration: 'P1D' };
    expect((await ask('POST', '', body)).status).toBe(201);
  }
});

test('the zone data of the release is told', async () => {
  const { status, body } = await request('GET', '/openapi.json');
  expect([status, body.info['x-tzdata']]).toEqual([200, process.versions.tz]);
});
