import { expect, test } from '@jest/globals';
import { parseCalendarEvent } from './calendar-events.ts';
import { subjectOf } from './envelope.ts';
import { parseUserEvent } from './user-events.ts';

const id = '01977a5e-0000-7000-8000-000000000001';
const envelope = {
  id,
  aggregateId: id,
  version: 1,
  occurredAt: '2027-01-01T00:00:00.000Z',
  traceparent: null,
};
const data = { ownerId: id, timeZone: 'Europe/Berlin' };
const kinds = ['created', 'updated', 'deleted'].map((kind) => `calendar.${kind}.v1`);

test.each(kinds)('%s is read', (type) => {
  const event = { ...envelope, type, data };
  expect(parseCalendarEvent(event)).toEqual(event);
});

test('user.deleted.v1 is read', () => {
  const event = { ...envelope, type: 'user.deleted.v1', data: {} };
  expect(parseUserEvent(event)).toEqual(event);
});

test('members of a newer publisher are dropped', () => {
  const event = { ...envelope, type: 'calendar.created.v1', data };
  const newer = { ...event, colour: 1, data: { ...data, colour: 1 } };
  expect(parseCalendarEvent(newer)).toEqual(event);
});

const broken = {
  nothing: null,
  text: 'calendar.created.v1',
  'another version': { ...envelope, type: 'calendar.created.v2', data },
  'another aggregate': { ...envelope, type: 'user.deleted.v1', data: {} },
  'no id': { ...envelope, id: undefined, type: 'calendar.created.v1', data },
  'an id in capitals': { ...envelope, id: id.toUpperCase(), type: 'calendar.created.v1', data },
  'a version in text': { ...envelope, version: '1', type: 'calendar.created.v1', data },
  'version 0': { ...envelope, version: 0, type: 'calendar.created.v1', data },
  'no data': { ...envelope, type: 'calendar.created.v1' },
  'no owner': { ...envelope, type: 'calendar.created.v1', data: { timeZone: 'UTC' } },
};

test.each(Object.entries(broken))('%s is refused', (_, value) => {
  expect(() => parseCalendarEvent(value)).toThrow();
});

test('a type names its subject', () => {
  expect(subjectOf('calendar.created.v1')).toBe('calendars.v1.created');
  expect(subjectOf('user.deleted.v1')).toBe('users.v1.deleted');
});
