import { planSchedule } from './schedule.ts';
import {
  changeSchedule,
  readChange,
  type SentChange,
  type StoredSchedule,
} from './schedule-change.ts';
import { formatInZone } from './time/timestamp-text.ts';

function stored(start: string, timeZone: string, duration: string): StoredSchedule {
  const schedule = planSchedule({ start, timeZone, duration });
  if ('faults' in schedule) throw new Error('bad example');
  const { startMs, endMs, wallStart } = schedule;
  return { startMs, endMs, wallStart, timeZone, duration, rule: null, ruleStart: null };
}

/** What a client sees after a change, the wall clock stored beside it, and whether it differs. */
function change(from: StoredSchedule, sent: SentChange) {
  const read = readChange(from, sent);
  const changed = 'faults' in read ? read : changeSchedule(from, read);
  if ('faults' in changed) return changed.faults;
  const { startMs, endMs, zone, wallStart, duration, differs } = changed;
  const shown = [formatInZone(startMs, zone), formatInZone(endMs, zone)];
  return [...shown, wallStart, zone.name, duration.text, differs];
}

const BERLIN = 'Europe/Berlin';
const meeting = stored('2027-03-01T09:00:00', BERLIN, 'PT1H');
const shown = ['2027-03-01T09:00:00+01:00', '2027-03-01T10:00:00+01:00'];
const inGap = stored('2027-03-28T02:30:00', BERLIN, 'P1D');
const gapShown = ['2027-03-28T03:30:00+02:00', '2027-03-29T02:30:00+02:00'];

test('nothing sent changes nothing, stored instants stay even where the zone data moved on', () => {
  const old = { ...meeting, endMs: meeting.endMs + 1000 };
  expect(change(old, {})).toEqual([
    ...[shown[0], '2027-03-01T10:00:01+01:00', '2027-03-01T09:00:00', BERLIN, 'PT1H', false],
  ]);
});

test('a start equal to the one shown keeps the wall clock behind it', () => {
  const same = [...gapShown, '2027-03-28T02:30:00', BERLIN, 'P1D', false];
  expect(change(inGap, { start: '2027-03-28T03:30:00+02:00' })).toEqual(same);
  expect(change(inGap, { start: '2027-03-28T01:30:00Z', timeZone: 'europe/berlin' })).toEqual(same);
  expect(change(inGap, { start: '2027-03-28T03:30:00', duration: 'P1D' })).toEqual(same);
});

test('a start equal to the one shown keeps that wall clock also where something else differs', () => {
  expect(change(inGap, { start: '2027-03-28T03:30:00+02:00', duration: 'P2D' })).toEqual([
    ...[gapShown[0], '2027-03-30T02:30:00+02:00', '2027-03-28T02:30:00', BERLIN, 'P2D', true],
  ]);
});

test('the second of a wall clock that comes twice stays the second', () => {
  const second = stored('2027-10-31T02:30:00+01:00', BERLIN, 'PT1H');
  expect(change(second, { duration: 'PT2H' })).toEqual([
    ...['2027-10-31T02:30:00+01:00', '2027-10-31T04:30:00+01:00', '2027-10-31T02:30:00'],
    ...[BERLIN, 'PT2H', true],
  ]);
  expect(change(second, { start: '2027-10-31T02:30:00' })).toEqual([
    ...['2027-10-31T02:30:00+02:00', '2027-10-31T02:30:00+01:00', '2027-10-31T02:30:00'],
    ...[BERLIN, 'PT1H', true],
  ]);
});

test('a duration alone counts from the wall clock as it was sent', () => {
  expect(change(inGap, { duration: 'P2D' })).toEqual([
    ...[gapShown[0], '2027-03-30T02:30:00+02:00', '2027-03-28T02:30:00', BERLIN, 'P2D', true],
  ]);
});

test('a duration of the same length in other words does not differ, and is kept as sent', () => {
  expect(change(meeting, { duration: 'PT60M' })).toEqual([
    ...[...shown, '2027-03-01T09:00:00', BERLIN, 'PT60M', false],
  ]);
  expect(change(inGap, { duration: 'PT24H' })).toEqual([
    ...[gapShown[0], '2027-03-29T03:30:00+02:00', '2027-03-28T02:30:00', BERLIN, 'PT24H', true],
  ]);
});

test('a time zone alone keeps the instant, with a start too where that is the one shown', () => {
  const moved = ['2027-03-01T03:00:00-05:00', '2027-03-01T04:00:00-05:00', '2027-03-01T03:00:00'];
  const after = [...moved, 'America/New_York', 'PT1H', true];
  expect(change(meeting, { timeZone: 'america/new_york' })).toEqual(after);
  const start = shown[0] as string;
  expect(change(meeting, { timeZone: 'America/New_York', start })).toEqual(after);
});

test('a start without an offset is read in the new time zone', () => {
  const sent = { timeZone: 'America/New_York', start: '2027-03-01T09:00:00' };
  expect(change(meeting, sent)).toEqual([
    ...['2027-03-01T09:00:00-05:00', '2027-03-01T10:00:00-05:00', '2027-03-01T09:00:00'],
    ...['America/New_York', 'PT1H', true],
  ]);
});

test('an end sent is the stored one or the one that start and duration give', () => {
  const changed = [
    shown[0],
    '2027-03-01T11:00:00+01:00',
    '2027-03-01T09:00:00',
    BERLIN,
    'PT2H',
    true,
  ];
  expect(change(meeting, { duration: 'PT2H', end: '2027-03-01T09:00:00Z' })).toEqual(changed);
  expect(change(meeting, { duration: 'PT2H', end: '2027-03-01T11:00:00+01:00' })).toEqual(changed);
  const wrong = [{ pointer: '/end', detail: expect.stringContaining('read-only') }];
  expect(change(meeting, { duration: 'PT2H', end: '2027-03-01T12:00:00+01:00' })).toEqual(wrong);
  const broken = [{ pointer: '/end', detail: expect.stringContaining('RFC 3339') }];
  expect(change(meeting, { end: 'late' })).toEqual(broken);
});

test('faults of the change', () => {
  const faults = change(meeting, { start: 'x', duration: 'x', timeZone: 'x', end: 'x' });
  expect(faults).toMatchObject([
    ...[{ pointer: '/start' }, { pointer: '/duration' }, { pointer: '/timeZone' }],
    { pointer: '/end' },
  ]);
  expect(change(meeting, { start: '9999-12-31T00:00:00Z' })).toMatchObject([
    { pointer: '/duration' },
  ]);
  const apia = stored('2011-12-29T10:00:00', 'Pacific/Apia', 'PT1H');
  expect(change(apia, { start: '2011-12-30T10:00:00' })).toMatchObject([{ pointer: '/start' }]);
});
