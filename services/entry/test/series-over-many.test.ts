// A series is held against single entries off an index of quarters of the week: whichever can meet it is found, among however many.
import { api } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { multiply } from './making.ts';
import { daily, entry, letIn, seriesIn, weekly } from './series-at-hand.ts';

const FORTNIGHT = 14 * 86_400_000;
const START = '2027-03-08T09:00:00';
const system = mainSystem();
const tables = openTables(system.database, 'entry');
afterAll(() => tables[Symbol.asyncDispose]());
let me: Somebody;
beforeAll(async () => {
  me = await somebody(api(system.baseUrl));
});

test('more than a page of entries in the other weeks, and one that is met after them', async () => {
  const { ask, id } = await newCalendar(me, 'UTC');
  await letIn(ask('POST', '', entry('2027-03-01T09:00:00', null)));
  // More than a page of those that a series looks at.
  await multiply(tables, id, 1_024, FORTNIGHT);
  const fortnightly = entry(START, { ...weekly, interval: 2 });
  const far = new Date(Date.parse(`${START}Z`) + 1_100 * FORTNIGHT).toISOString();
  const { id: single } = await letIn(ask('POST', '', entry(far, null)));
  const { status, body } = await ask('POST', '', fortnightly);
  expect([status, body.conflicts?.[0].existing.entryId]).toEqual([409, single]);
  expect(body.conflicts).toHaveLength(1);
  expect((await ask('DELETE', `/${single}`)).status).toBe(204);
  expect((await ask('POST', '', fortnightly)).status).toBe(201);
});

test.each([
  ['2030-03-04T07:01:00', 'PT2H', 409],
  ['2030-03-04T07:00:00', 'PT2H', 201],
  ['2030-03-03T09:01:00', 'P1D', 409],
  ['2030-02-01T00:00:00', 'P31DT9H1M', 409],
  ['2030-02-01T00:00:00', 'P31DT9H', 201],
  ['2029-03-04T00:00:00', 'P365DT9H1M', 409],
  ['2030-03-04T09:59:59', 'PT1S', 409],
  ['2030-03-04T10:00:00', 'PT1S', 201],
])('a single entry from %s for %s: %i', async (start, duration, expected) => {
  const { ask } = await newCalendar(me, 'UTC');
  await letIn(ask('POST', '', entry(start, null, { duration })));
  // One occurrence in 2030, on Monday the 4th of March.
  const yearly = { frequency: 'yearly', byMonth: [3], byMonthDay: [4] };
  expect((await ask('POST', '', entry('2028-03-04T09:00:00', yearly))).status).toBe(expected);
});

test('more series than are read at once are listed, and met, all of them', async () => {
  const calendar = await newCalendar(me, 'UTC');
  const { ask, id } = calendar;
  await seriesIn(calendar, entry('2027-03-08T09:00:00', daily, { freeBusy: 'free' }));
  await multiply(tables, id, 256, 0);
  const select = 'SELECT id FROM entry WHERE calendar_id = ? ORDER BY id';
  const ids = async (): Promise<string[]> =>
    (await tables.read(select, [id])).map((row: { id: string }) => row.id);
  const last = (await ids()).at(-1) ?? '';
  await tables.write('UPDATE entry SET busy = 1 WHERE calendar_id = ? AND id = ?', [id, last]);
  // One that is made by the service, so that it reads the others.
  await seriesIn(calendar, entry('2027-03-08T11:00:00', daily, { freeBusy: 'free' }));
  const day = '?start=2030-03-08T00:00:00Z&end=2030-03-09T00:00:00Z&limit=1000';
  const { items } = await letIn(ask('GET', day));
  expect(items.map((item: { id: string }) => item.id).sort()).toEqual(await ids());
  const { status, body } = await ask('POST', '', entry('2030-03-08T09:30:00', null));
  expect([status, body.conflicts?.[0].existing.entryId]).toEqual([409, last]);
});
