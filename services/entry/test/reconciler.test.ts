// What events did not bring into agreement: calendars held against the authority, on a system of its own, with rows planted by SQL.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@calendar/shared/ids';
import { upTo } from '@calendar/shared/testing/at-once';
import { type BrokerView, openBroker } from '@calendar/shared/testing/broker';
import { api, newUser } from '@calendar/shared/testing/client';
import { collectedLog } from '@calendar/shared/testing/collected-log';
import { collectMeters } from '@calendar/shared/testing/meters';
import { openTables, type Tables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entryAt, idOf, newCalendar } from './making.ts';
import { openReconciling, type Reconciling } from './reconciling.ts';

const meters = collectMeters();
const { log, messages } = collectedLog();
const opened = new AsyncDisposableStack();

let system: OwnSystem;
let calendars: Tables;
let entries: Tables;
let broker: BrokerView;
let reconciling: Reconciling;

beforeAll(async () => {
  system = await startSystem({ name: 'recon', instances: { entry: 1 } });
  opened.defer(() => system.stop());
  calendars = opened.use(openTables(system.database, 'calendar'));
  entries = opened.use(openTables(system.database, 'entry'));
  broker = opened.use(await openBroker(system.natsUrl));
  reconciling = opened.use(await openReconciling(system, log));
}, 120_000);
afterAll(async () => {
  await opened.disposeAsync();
  await meters.close();
});

const repaired = async (difference: string) =>
  (await meters.value('calendar.reconciler.repairs', { 'calendar.difference': difference })) ?? 0;
const allRepairs = async () => (await meters.value('calendar.reconciler.repairs')) ?? 0;

const rowOf = async (id: string) =>
  (await entries.read('SELECT * FROM calendar_ref WHERE id = ?', [id]))[0];
const entriesIn = async (id: string) =>
  (await entries.read('SELECT id FROM entry WHERE calendar_id = ?', [id])).length;

/** A calendar with one entry, known on both sides. */
async function aCalendar() {
  const request = api(system.baseUrl);
  const { id: ownerId, token } = await newUser(request);
  const path = await newCalendar({ request, token });
  const body = entryAt(1);
  const made = await request('POST', `${path}/entries`, { token, body });
  expect(made.status).toBe(201);
  await broker.drained('CALENDARS', 'entry');
  const id = idOf(path);
  return { id, ownerId, remove: () => request('DELETE', path, { token }) };
}

/** The same, of which the authority has lost all trace. */
async function anOrphan() {
  const calendar = await aCalendar();
  const [row] = await calendars.read('SELECT * FROM calendar WHERE id = ?', [calendar.id]);
  await calendars.write('DELETE FROM calendar WHERE id = ?', [calendar.id]);
  return { ...calendar, row };
}

test('in a sound system nothing is repaired, whatever is on its way', async () => {
  const round = reconciling.newReconciler();
  const [kept, doomed] = [await aCalendar(), await aCalendar()];
  const before = [await rowOf(kept.id), await entriesIn(kept.id)];
  const goOn = await broker.pause('CALENDARS', 'entry');
  await entries.holding('SELECT id FROM calendar_ref WHERE id = ? FOR UPDATE', [doomed.id], () =>
    // Cannot be told at once, so it is on its way for as long as the consumer is held up.
    doomed.remove(),
  );
  await round();
  await goOn();
  await until(async () => (await entriesIn(doomed.id)) === 0);
  await broker.drained('CALENDARS', 'entry');
  await round();
  expect(await allRepairs()).toBe(0);
  expect([await rowOf(kept.id), await entriesIn(kept.id)]).toEqual(before);
}, 60_000);

test('an orphan is removed with its entries once two rounds found it, and counted', async () => {
  const round = reconciling.newReconciler();
  const { id } = await anOrphan();
  await round();
  expect([(await rowOf(id)).state, await entriesIn(id)]).toEqual(['active', 1]);
  await round();
  expect(await rowOf(id)).toMatchObject({ state: 'deleted', purged_at: expect.any(Number) });
  expect([await entriesIn(id), await repaired('unknown')]).toEqual([0, 1]);
  expect(messages).toContain('a calendar was mended');
  await round();
  expect(await allRepairs()).toBe(1);
});

test('one that the authority has after all by the second round is left alone', async () => {
  const round = reconciling.newReconciler();
  const { id, row } = await anOrphan();
  await round();
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  await calendars.write(
    `INSERT INTO calendar (${columns.join(', ')}) VALUES (${marks})`,
    Object.values(row),
  );
  await round();
  await round();
  expect([(await rowOf(id)).state, await entriesIn(id)]).toEqual(['active', 1]);
});

test('a deletion whose event was lost is made up for, with the version of the authority', async () => {
  const round = reconciling.newReconciler();
  const { id } = await aCalendar();
  await calendars.write("UPDATE calendar SET state = 'deleted', version = 5 WHERE id = ?", [id]);
  await round();
  await round();
  expect(await rowOf(id)).toMatchObject({ state: 'deleted', version: 5 });
  expect([await entriesIn(id), await repaired('deleted')]).toEqual([0, 1]);
});

test('a tombstone that was told, and whose event was lost, loses its entries', async () => {
  const round = reconciling.newReconciler();
  const { id } = await aCalendar();
  await entries.write("UPDATE calendar_ref SET state = 'deleted' WHERE id = ?", [id]);
  await round();
  expect(await entriesIn(id)).toBe(1);
  await round();
  expect([await entriesIn(id), await repaired('unpurged')]).toEqual([0, 1]);
});

test("a time zone is the authority's, also where its version is an older one", async () => {
  const round = reconciling.newReconciler();
  const [newer, older] = [await aCalendar(), await aCalendar()];
  const change = 'UPDATE calendar SET time_zone = ?, version = ? WHERE id = ?';
  await calendars.write(change, ['Asia/Kolkata', 2, newer.id]);
  await entries.write('UPDATE calendar_ref SET time_zone = ?, version = ? WHERE id = ?', [
    'Asia/Kolkata',
    9,
    older.id,
  ]);
  await round();
  expect(await rowOf(newer.id)).toMatchObject({ version: 1, time_zone: 'UTC' });
  await round();
  expect(await rowOf(newer.id)).toMatchObject({ version: 2, time_zone: 'Asia/Kolkata' });
  expect(await rowOf(older.id)).toMatchObject({ version: 1, time_zone: 'UTC', state: 'active' });
  expect(await repaired('version')).toBe(2);
});

test('while the authority is silent nothing is removed, and what was found is not forgotten', async () => {
  const round = reconciling.newReconciler();
  const { id } = await anOrphan();
  await round();
  await system.kill('calendar');
  await expect(round()).rejects.toMatchObject({ kind: 'unavailable' });
  expect([(await rowOf(id)).state, await entriesIn(id)]).toEqual(['active', 1]);
  await system.start('calendar');
  await until(() =>
    round().then(
      () => true,
      () => false,
    ),
  );
  expect([(await rowOf(id)).state, await entriesIn(id)]).toEqual(['deleted', 0]);
}, 60_000);

test('of many unknown ones a round removes a hundred and says so', async () => {
  const round = reconciling.newReconciler();
  const [before, ownerId] = [await repaired('unknown'), newId()];
  const plant = `INSERT INTO calendar_ref (id, owner_id, time_zone, state, list_rev, tag, entry_count, series_tag, series_count, version)
    VALUES (?, ?, 'UTC', 'active', 1, '', 0, '', 0, 1)`;
  for (const _ of upTo(103)) await entries.write(plant, [newId(), ownerId]);
  const left = async () => {
    await round();
    const select = "SELECT id FROM calendar_ref WHERE owner_id = ? AND state = 'active'";
    return (await entries.read(select, [ownerId])).length;
  };
  expect([await left(), await left()]).toEqual([103, 3]);
  expect(messages).toContain('too many calendars are unknown to the authority');
  expect(await left()).toBe(0);
  expect((await repaired('unknown')) - before).toBe(103);
});

test('how long a deletion took until nothing was left can be measured', async () => {
  const { id, ownerId } = await aCalendar();
  const occurredAt = new Date(Date.now() - 3_000).toISOString();
  const event = { id: newId(), type: 'calendar.deleted.v1', occurredAt };
  await reconciling.forget({ id, ownerId, timeZone: 'UTC', version: 2 }, event);
  await reconciling.forget({ id, ownerId, timeZone: 'UTC', version: 2 }, event);
  const { count, sum } = await meters.histogram('calendar.cascade.duration');
  expect(count).toBe(1);
  expect(sum).toBeGreaterThanOrEqual(3);
  expect(sum).toBeLessThan(20);
});

test('the service does a round when an operator signals it', async () => {
  const { id } = await anOrphan();
  const done = () =>
    readFileSync(join(system.logs, 'entry-0.log'), 'utf8').split('held against the authority')
      .length - 1;
  for (const rounds of [1, 2]) {
    system.signal('entry', 0, 'SIGUSR2');
    await until(() => done() === rounds);
  }
  expect([(await rowOf(id)).state, await entriesIn(id)]).toEqual(['deleted', 0]);
});
