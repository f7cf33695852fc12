// Events that come late, twice, or half-way into a crash: on a system of its own, into whose streams the story writes.
import type { CalendarEvent } from '@calendar/shared/contracts/calendar-events';
import { newId } from '@calendar/shared/ids';
import { upTo } from '@calendar/shared/testing/at-once';
import { type BrokerView, openBroker } from '@calendar/shared/testing/broker';
import { api, newUser } from '@calendar/shared/testing/client';
import { openTables, type Tables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entryAt, idOf, newCalendar, writtenColumns } from './making.ts';

let system: OwnSystem;
let broker: BrokerView;
let tables: Tables;
beforeAll(async () => {
  system = await startSystem({ name: 'disorder', instances: { entry: 1 } });
  broker = await openBroker(system.natsUrl);
  tables = openTables(system.database, 'entry');
}, 120_000);
afterAll(async () => {
  await tables[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await system.stop();
});

type Happened = 'created' | 'updated' | 'deleted';

/** A calendar of nobody else, and how to say that something happened to it. */
function aCalendar() {
  const [aggregateId, ownerId] = [newId(), newId()];
  const event = (happened: Happened, version: number, timeZone = 'UTC') =>
    ({
      id: newId(),
      type: `calendar.${happened}.v1`,
      aggregateId,
      version,
      occurredAt: new Date(0).toISOString(),
      traceparent: null,
      data: { ownerId, timeZone },
    }) as CalendarEvent;
  return {
    ownerId,
    event,
    row: async () =>
      (await tables.read('SELECT * FROM calendar_ref WHERE id = ?', [aggregateId]))[0],
  };
}

/** Returns when the consumer is done with the event. */
async function deliver(event: CalendarEvent): Promise<void> {
  await broker.publish(event);
  await broker.drained('CALENDARS', 'entry');
}

test('a creation that comes after the deletion does not bring the calendar back', async () => {
  const { event, row } = aCalendar();
  await deliver(event('deleted', 2));
  const buried = await row();
  expect(buried).toMatchObject({ state: 'deleted', version: 2, purged_at: expect.any(Number) });
  await deliver(event('created', 1));
  await deliver(event('updated', 3));
  expect(await row()).toEqual(buried);
});

test('a deletion of which nothing is left to do is done without looking for entries', async () => {
  const { event, row } = aCalendar();
  await deliver(event('deleted', 2));
  const { purged_at } = await row();
  await deliver(event('deleted', 3));
  expect(await row()).toMatchObject({ state: 'deleted', version: 3, purged_at });
});

test('of two changes the newer one stays, whichever comes last', async () => {
  const { event, row } = aCalendar();
  await deliver(event('updated', 3, 'Europe/Berlin'));
  await deliver(event('updated', 2, 'Asia/Kolkata'));
  await deliver(event('created', 1));
  expect(await row()).toMatchObject({ state: 'active', version: 3, time_zone: 'Europe/Berlin' });
  await deliver(event('updated', 4, 'Asia/Kolkata'));
  expect(await row()).toMatchObject({ state: 'active', version: 4, time_zone: 'Asia/Kolkata' });
});

test('a creation that comes after its owner was deleted makes nothing known', async () => {
  const { ownerId, event, row } = aCalendar();
  const { data: _, ...fields } = event('deleted', 2);
  await broker.publish({ ...fields, type: 'user.deleted.v1', aggregateId: ownerId, data: {} });
  await broker.drained('USERS', 'entry');
  await deliver(event('created', 1));
  expect(await row()).toBeUndefined();
});

const everything = () =>
  Promise.all(
    ['calendar_ref', 'owner', 'entry', 'inbox'].map((table) =>
      tables.read(`SELECT * FROM ${table} ORDER BY 1, 2`),
    ),
  );

test('everything that ever happened is told again: nothing changes', async () => {
  const request = api(system.baseUrl);
  const [{ token }, gone] = [await newUser(request), await newUser(request)];
  const [kept, deleted] = [
    await newCalendar({ request, token }),
    await newCalendar({ request, token }),
  ];
  const left = await newCalendar({ request, token: gone.token });
  for (const [calendar, owner] of [
    [kept, token],
    [deleted, token],
    [left, gone.token],
  ] as const) {
    const body = entryAt(1);
    const reply = await request('POST', `${calendar}/entries`, { token: owner, body });
    expect(reply.status).toBe(201);
  }
  expect((await request('DELETE', deleted, { token })).status).toBe(204);
  expect((await request('DELETE', '/auth/me', { token: gone.token })).status).toBe(204);
  // Version 2 is the deletion as the calendar service tells it, also of what went with its owner.
  const purged =
    'SELECT id FROM calendar_ref WHERE id = ? AND version = 2 AND purged_at IS NOT NULL';
  for (const calendar of [deleted, left]) {
    await until(async () => (await tables.read(purged, [idOf(calendar)])).length === 1);
  }
  await drained();
  const before = await everything();
  await Promise.all([broker.repeat('CALENDARS', 'entry'), broker.repeat('USERS', 'entry')]);
  await drained();
  expect(await everything()).toEqual(before);
});

const drained = () =>
  Promise.all([broker.drained('CALENDARS', 'entry'), broker.drained('USERS', 'entry')]);

/** Makes 4,096 of a calendar's one entry. */
async function multiply(calendarId: string): Promise<number> {
  const columns = await writtenColumns(tables);
  const copied = columns.map((column) => (column === 'id' ? 'UUID()' : column));
  const double = `INSERT INTO entry (${columns}) SELECT ${copied} FROM entry WHERE calendar_id = ?`;
  for (const _ of upTo(12)) await tables.write(double, [calendarId]);
  return countOf(calendarId);
}

const countOf = async (calendarId: string): Promise<number> => {
  const [{ n }] = await tables.read('SELECT COUNT(*) AS n FROM entry WHERE calendar_id = ?', [
    calendarId,
  ]);
  return n;
};

test('a deletion that a crash cut short between tombstone and last batch is brought to its end', async () => {
  const request = api(system.baseUrl);
  const { token } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  const id = idOf(calendar);
  await request('POST', `${calendar}/entries`, { token, body: entryAt(1) });
  expect(await multiply(id)).toBe(4096);

  const lock = 'SELECT id FROM entry WHERE calendar_id = ? ORDER BY id DESC LIMIT 1 FOR UPDATE';
  await tables.holding(lock, [id], async () => {
    expect((await request('DELETE', calendar, { token })).status).toBe(204);
    // The batch with the locked entry waits: others are gone for good.
    await until(async () => (await countOf(id)) < 4096 && (await tables.isBusy('DELETE')));
    await system.kill('entry');
  });
  const row = 'SELECT state, purged_at FROM calendar_ref WHERE id = ?';
  expect(await tables.read(row, [id])).toEqual([{ state: 'deleted', purged_at: null }]);
  expect(await countOf(id)).toBeGreaterThan(0);

  // As after the half minute in which the broker waits for the instance that is gone.
  await broker.repeat('CALENDARS', 'entry');
  await system.start('entry');
  await until(async () => (await tables.read(row, [id]))[0].purged_at !== null);
  expect(await countOf(id)).toBe(0);
}, 120_000);
