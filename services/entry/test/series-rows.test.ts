// What is written about occurrences goes with what it was written about.
import { api } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { at, daily, entry, letIn, seriesIn } from './series-at-hand.ts';

const system = mainSystem();
const tables = openTables(system.database, 'entry');
afterAll(() => tables[Symbol.asyncDispose]());
let me: Somebody;
beforeAll(async () => {
  me = await somebody(api(system.baseUrl));
});

/** Original starts of what is written about the occurrences of a calendar's entries, by entry. */
async function written(calendarId: string): Promise<Record<string, string[]>> {
  const sql = `SELECT entry_id AS id, occurrence_ms AS ms FROM recurrence_override
    WHERE calendar_id = ? ORDER BY occurrence_ms`;
  const found: Record<string, string[]> = {};
  for (const { id, ms } of await tables.read(sql, [calendarId])) {
    found[id] = [...(found[id] ?? []), new Date(ms).toISOString().slice(8, 10)];
  }
  return found;
}

async function changedSeries(start = '2027-03-01T09:00:00') {
  const calendar = await newCalendar(me, 'UTC');
  const made = await seriesIn(calendar, entry(start, { ...daily, count: 9 }));
  const day = (n: number) => at(`2027-03-0${n}T09:00:00Z`);
  for (const n of [2, 5]) await letIn(made.patch(day(n), { title: `${n}` }));
  for (const n of [3, 6]) expect((await made.remove(day(n))).status).toBe(204);
  const { id } = made.series;
  expect(await written(calendar.id)).toEqual({ [id]: ['02', '03', '05', '06'] });
  return { ...made, calendar, day, id };
}

test('with the entry', async () => {
  const { calendar, remove } = await changedSeries();
  const other = await seriesIn(calendar, entry('2027-03-01T11:00:00', daily));
  await letIn(other.patch(at('2027-03-02T11:00:00Z'), { title: 'x' }));
  expect((await remove('scope=all')).status).toBe(204);
  expect(await written(calendar.id)).toEqual({ [other.series.id]: ['02'] });
});

test('with the rest of a series that is ended, or goes along with the part that is split off', async () => {
  const { calendar, remove, patch, day, id } = await changedSeries();
  expect((await remove(`scope=thisAndFuture&${day(7)}`)).status).toBe(204);
  const part = await letIn(patch(`scope=thisAndFuture&${day(5)}`, { location: 'x' }));
  expect(await written(calendar.id)).toEqual({ [id]: ['02', '03'], [part.id]: ['05', '06'] });
  expect((await remove(`scope=thisAndFuture&${day(2)}`)).status).toBe(204);
  expect(await written(calendar.id)).toEqual({ [part.id]: ['05', '06'] });
});

test('with the rule', async () => {
  const { calendar, patch } = await changedSeries();
  await letIn(patch('scope=all', { recurrence: null }));
  expect(await written(calendar.id)).toEqual({});
});

test('when nothing is left of it', async () => {
  const { calendar, patch, put, day, id, series } = await changedSeries();
  await letIn(patch(day(2), { title: series.title }));
  await letIn(patch(day(3), { excluded: false }));
  const { title, duration } = series;
  await letIn(put(day(5), { title, duration, start: '2027-03-05T09:00:00Z' }));
  expect(await written(calendar.id)).toEqual({ [id]: ['06'] });
});

test('with the calendar', async () => {
  const { calendar } = await changedSeries();
  const kept = await changedSeries();
  expect((await me.ask('DELETE', `/calendars/${calendar.id}`)).status).toBe(204);
  await until(async () => Object.keys(await written(calendar.id)).length === 0);
  expect(Object.keys(await written(kept.calendar.id))).toEqual([kept.id]);
});
