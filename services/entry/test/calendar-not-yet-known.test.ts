// A calendar of which no event has come yet takes entries at once: its authority is asked. On a system whose events are held up.

import { newId } from '@calendar/shared/ids';
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { openBroker } from '@calendar/shared/testing/broker';
import { api, newUser } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entryAt, newCalendar, tally } from './making.ts';

const week = '?start=2027-01-01T00:00:00Z&end=2027-01-08T00:00:00Z';

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'unknown' });
  await using broker = await openBroker(system.natsUrl);
  await broker.pause('CALENDARS', 'entry');
}, 120_000);
afterAll(() => system.stop());

async function aClient() {
  const request = api(system.baseUrl);
  const { token } = await newUser(request);
  const create = (calendar: string, hour = 0) =>
    request('POST', `${calendar}/entries`, { token, body: entryAt(hour) });
  const list = (calendar: string) => request('GET', `${calendar}/entries${week}`, { token });
  return { request, token, create, list };
}

test('200 times an entry goes into a calendar made in the request before', async () => {
  const client = await aClient();
  const replies = await atOnce(8, upTo(200), async () => client.create(await newCalendar(client)));
  expect(tally(replies)).toEqual({ 201: 200 });
  await using tables = openTables(system.database, 'entry');
  expect(await tables.read('SELECT event_id FROM inbox')).toEqual([]);
}, 120_000);

test('it can be listed before it has an entry, by its owner alone', async () => {
  const [owner, other] = [await aClient(), await aClient()];
  const calendar = await newCalendar(owner);
  expect(await other.list(calendar)).toMatchObject({ status: 404 });
  expect(await owner.list(calendar)).toMatchObject({ status: 200, body: { items: [] } });
  expect(await other.list(calendar)).toMatchObject({ status: 404 });
});

test("a known calendar's new time zone holds for the very next entry, as it is told at once", async () => {
  const { request, token, create } = await aClient();
  const calendar = await newCalendar({ request, token });
  expect((await create(calendar)).body.timeZone).toBe('UTC');
  for (const [day, timeZone] of ['Asia/Tokyo', 'Europe/Berlin', 'UTC'].entries()) {
    expect((await request('PATCH', calendar, { token, body: { timeZone } })).status).toBe(200);
    expect((await create(calendar, 24 * (day + 1))).body.timeZone).toBe(timeZone);
  }
});

test('the calendar service is away: 503 for what is not known, and what is known goes on', async () => {
  const client = await aClient();
  const [known, unknown] = [await newCalendar(client), await newCalendar(client)];
  const nowhere = `/calendars/${newId()}`;
  expect((await client.create(known)).status).toBe(201);
  await system.kill('calendar');
  for (const calendar of [unknown, nowhere]) {
    for (const reply of [await client.create(calendar), await client.list(calendar)]) {
      expect(reply).toMatchObject({ status: 503, body: { type: '/problems/unavailable' } });
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  }
  expect((await client.create(known, 1)).status).toBe(201);
  expect((await client.list(known)).body.items).toHaveLength(2);
  await system.start('calendar');
  expect((await client.create(unknown)).status).toBe(201);
  expect((await client.create(nowhere)).status).toBe(404);
}, 120_000);
