// The broker is away for long under load, or comes back without anything that it had: no request fails, and every fact arrives.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { openBroker } from '@calendar/shared/testing/broker';
import { inForm } from '@calendar/shared/testing/chaos';
import { type Api, api, newUser } from '@calendar/shared/testing/client';
import { openTables, type Tables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { allAre, areGone, entriesLeft, everythingOf, filledCalendars } from './doomed.ts';
import { entryAt, tally } from './making.ts';

const awayMs = inForm(4_000, 120_000);
const clients = 4;
const promisedMs = 60_000;

let system: OwnSystem;
let request: Api;
let entries: Tables;
beforeAll(async () => {
  system = await startSystem({ name: 'broker', ownServers: true });
  request = api(system.baseUrl);
  entries = openTables(system.database, 'entry');
}, 120_000);
afterAll(async () => {
  await entries[Symbol.asyncDispose]();
  await system.stop();
});

type Done = { kept: string[]; deleted: string[]; answers: { status: number; wanted: number }[] };

/** Makes calendars with an entry, changes them, and deletes every second one, until it is told to end. */
async function work(token: string, done: Done, ended: () => boolean): Promise<void> {
  const ask = async (wanted: number, method: string, path: string, body?: object) => {
    const reply = await request(method, path, { token, body });
    done.answers.push({ status: reply.status, wanted });
    return reply.body;
  };
  for (let turn = 0; !ended(); turn += 1) {
    const { id } = await ask(201, 'POST', '/calendars', { name: 'Load' });
    const path = `/calendars/${id}`;
    await ask(201, 'POST', `${path}/entries`, entryAt(1));
    await ask(200, 'PATCH', path, { timeZone: 'Asia/Kolkata' });
    if (turn % 2 === 0) {
      done.kept.push(path);
    } else {
      await ask(204, 'DELETE', path);
      done.deleted.push(path);
    }
  }
}

test('while the broker is away no request fails, and afterwards everything arrives', async () => {
  const done: Done = { kept: [], deleted: [], answers: [] };
  let ended = false;
  const people = await Promise.all(upTo(clients).map(() => newUser(request)));
  const load = people.map(({ token }) => work(token, done, () => ended));
  await until(() => done.deleted.length > clients);
  await system.kill('nats');
  await delay(awayMs);
  ended = true;
  await Promise.all(load);
  await system.start('nats');
  const back = performance.now();
  expect(done.answers.filter(({ status, wanted }) => status !== wanted)).toEqual([]);

  const changed = "state = 'active' AND version = 2 AND time_zone = 'Asia/Kolkata'";
  const settled = async () =>
    (await areGone(entries, done.deleted)) && (await allAre(entries, done.kept, changed));
  await until(settled, promisedMs);
  const seconds = ((performance.now() - back) / 1000).toFixed(1);
  expect(await entriesLeft(entries, done.kept)).toBe(done.kept.length);
  const counts = JSON.stringify(tally(done.answers));
  console.info(
    `broker away for ${awayMs / 1000} s: ${counts}, settled ${seconds} s after its return`,
  );
}, 400_000);

test('a broker that lost everything while calendars are deleted: each deletion arrives and has one effect', async () => {
  const { token } = await newUser(request);
  const place = { request, entries };
  const each = inForm(5, 40);
  const filled = () => filledCalendars(place, token, each, 5);
  const [early, unread, late, controls] = [
    await filled(),
    await filled(),
    await filled(),
    await filled(),
  ];
  const remove = async (paths: string[]) => {
    const replies = await atOnce(4, paths, (path) => request('DELETE', path, { token }));
    expect(tally(replies)).toEqual({ 204: paths.length });
  };
  const settled = (paths: string[]) => until(() => areGone(entries, paths), promisedMs);
  await remove(early);
  await settled(early);
  const before = await everythingOf(entries, [...early, ...controls]);
  expect(before.rows).toHaveLength(each * 5);

  // Published and read by nobody, then not even published.
  for (const instance of [0, 1]) await system.kill('entry', instance);
  await using calendars = openTables(system.database, 'calendar');
  await remove(unread);
  const waiting = 'SELECT id FROM outbox WHERE published IS NULL';
  await until(async () => (await calendars.read(waiting)).length === 0);
  await system.kill('nats');
  await remove(late);
  rmSync(join(system.folder, 'nats'), { recursive: true });
  await system.start('nats');
  for (const instance of [0, 1]) await system.start('entry', instance);

  await settled([...unread, ...late]);
  const run = "SELECT position FROM outbox_stream WHERE name = 'CALENDARS'";
  await until(async () => (await calendars.read(run))[0].position === null);
  await using broker = await openBroker(system.natsUrl);
  await broker.drained('CALENDARS', 'entry');
  expect(await everythingOf(entries, [...early, ...controls])).toEqual(before);
}, 400_000);
