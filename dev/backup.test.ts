// `npm run backup` and `npm run restore` around a running `npm start`: what was there comes back, and nothing else.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { api, newUser } from '@calendar/shared/testing/client';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables, type Tables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { freePort } from './ports.mjs';
import { endStarted, run, start } from './started.ts';
import { mainSystem } from './testing.mjs';

afterEach(endStarted);

const data = join(mainSystem().folder, 'backup');
const file = join(mainSystem().folder, 'backup.sql');
const backup = () => run('backup', '--data', data, '--out', file).ended;
const restore = () => run('restore', file, '--data', data).ended;
const schemas = { auth: 'auth', calendar: 'calendar', entry: 'entry' };
/** Where the running system says that its database is. */
const database = () => ({
  adminUrl: JSON.parse(readFileSync(join(data, 'plan.json'), 'utf8')).servers.database.adminUrl,
  schemas,
});

async function tables<T>(service: string, work: (rows: Tables) => Promise<T>): Promise<T> {
  await using rows = openTables(database(), service);
  return await work(rows);
}

const week = 'start=2027-03-01T00:00:00Z&end=2027-03-08T00:00:00Z';
const entry = (title: string, hour: number) => ({
  title,
  start: `2027-03-01T${hour}:00:00Z`,
  duration: 'PT1H',
});

/** A calendar with one entry, and the addresses of both. */
async function calendarOf({ ask }: Somebody, name: string) {
  const { body } = await ask('POST', '/calendars', { name });
  const path = `/calendars/${body.id}`;
  const made = await ask('POST', `${path}/entries`, entry(name, 10));
  expect(made.status).toBe(201);
  return { path, entry: `${path}/entries/${made.body.id}`, list: `${path}/entries?${week}` };
}

type Kept = Awaited<ReturnType<typeof calendarOf>>;
const all = ({ path, entry, list }: Kept) => [path, entry, list, '/calendars'];

/** What somebody is answered at each address. */
const answers = ({ ask }: Somebody, paths: string[]) =>
  Promise.all(
    paths.map(async (path) => {
      const reply = await ask('GET', path);
      return { path, status: reply.status, body: reply.body, etag: etagOf(reply) };
    }),
  );

/** Changes each of what `all` names, once. */
async function change({ ask }: Somebody, { path, entry }: Kept, to: string) {
  expect((await ask('PATCH', path, { name: to })).status).toBe(200);
  expect((await ask('PATCH', entry, { title: to })).status).toBe(200);
}

const rowsOf = (service: string, sql: string, { path }: Kept) =>
  tables(service, (rows) => rows.read(sql, [path.split('/').at(-1) ?? '']));

/** Waits until entry has heard of the last change of a calendar, and so of all that was told before. */
async function heard(calendar: Kept) {
  const version = async (service: string, table: string) =>
    (await rowsOf(service, `SELECT version FROM ${table} WHERE id = ?`, calendar))[0]?.version;
  const told = await version('calendar', 'calendar');
  await until(async () => (await version('entry', 'calendar_ref')) === told);
}

/** Deletes a calendar so that the broker has the fact and entry has not: nobody is left to start it again. */
async function deleteUnheard({ ask }: Somebody, { path }: Kept, npmStart: ChildProcess) {
  const { pid } = JSON.parse(readFileSync(join(data, 'pids', 'main-entry-0.json'), 'utf8'));
  npmStart.kill('SIGKILL');
  await once(npmStart, 'close');
  process.kill(pid, 'SIGKILL');
  expect((await ask('DELETE', path)).status).toBe(204);
  const waiting = 'SELECT id FROM outbox WHERE published IS NULL';
  const unpublished = () => tables('calendar', (rows) => rows.read(waiting));
  await until(async () => (await unpublished()).length === 0);
}

async function again(user: Somebody, port: number): Promise<Somebody> {
  const request = api(`http://127.0.0.1:${port}`);
  const { email, password } = user;
  const { status, body } = await request('POST', '/auth/login', { body: { email, password } });
  expect(status).toBe(200);
  const token: string = body.accessToken;
  const ask: Somebody['ask'] = (method, path, sent, headers = {}) =>
    request(method, path, { token, body: sent, headers });
  return { ...user, token, ask };
}

test('what was there at the backup is there, and later things are not', async () => {
  const port = await freePort();
  const request = api(`http://127.0.0.1:${port}`);
  const first = start(data, port);
  await first.ready;
  const ada = await somebody(request);
  const work = await calendarOf(ada, 'Work');
  const home = await calendarOf(ada, 'Home');
  const before = await answers(ada, [...all(work), ...all(home)]);
  expect(await backup()).toEqual({ code: 0, output: `Written: ${file}\n` });
  expect(statSync(file).mode & 0o777).toBe(0o600);

  await change(ada, work, 'Later');
  const later = await answers(ada, all(work));
  const added = await ada.ask('POST', `${work.path}/entries`, entry('Added', 12));
  expect(added.status).toBe(201);
  const bob = await newUser(request);

  const refused = await restore();
  expect(refused).toEqual({ code: 1, output: expect.stringContaining(`${data} is in use by`) });
  expect((await ada.ask('GET', work.path)).body.name).toBe('Later');
  await tables('entry', (rows) => rows.write('CREATE TABLE later (id INT)'));
  await deleteUnheard(ada, home, first.child);
  expect(await restore()).toEqual({ code: 0, output: expect.stringContaining('Restored') });

  await start(data, port).ready;
  for (const { token } of [ada, bob])
    expect((await request('GET', '/calendars', { token })).status).toBe(401);
  const { email, password } = bob;
  expect((await request('POST', '/auth/login', { body: { email, password } })).status).toBe(401);
  const restored = await again(ada, port);
  const beforeOf = ({ path, list }: Kept) =>
    before.filter((answer) => [path, list].includes(answer.path));
  expect(await answers(restored, [...all(work), ...all(home)])).toEqual(before);
  expect((await restored.ask('GET', `${work.path}/entries/${added.body.id}`)).status).toBe(404);

  const laterTable = "SELECT table_name FROM information_schema.tables WHERE table_name = 'later'";
  expect(await tables('entry', (rows) => rows.read(laterTable))).toEqual([]);

  // As many changes as the ones that are gone: versions and revisions are the same numbers again.
  await change(restored, work, 'Anew');
  for (const { path, etag } of later) {
    const fresh = await restored.ask('GET', path, undefined, { 'if-none-match': etag });
    expect({ path, status: fresh.status }).toEqual({ path, status: 200 });
  }
  const stale = { 'if-match': later[0]?.etag ?? '' };
  expect((await restored.ask('PATCH', work.path, { name: 'x' }, stale)).status).toBe(412);

  await heard(work);
  expect(await answers(restored, [home.path, home.list])).toEqual(beforeOf(home));
  expect((await restored.ask('DELETE', home.path)).status).toBe(204);
  expect((await restored.ask('GET', home.list)).status).toBe(404);
  const left = 'SELECT id FROM entry WHERE calendar_id = ?';
  await until(async () => (await rowsOf('entry', left, home)).length === 0);
}, 240_000);

test('a fact that was published but not heard at the backup is heard after the restore', async () => {
  const port = await freePort();
  const first = start(data, port);
  await first.ready;
  const eva = await somebody(api(`http://127.0.0.1:${port}`));
  const kept = await calendarOf(eva, 'Kept');
  const gone = await calendarOf(eva, 'Gone');
  const left = 'SELECT id FROM entry WHERE calendar_id = ?';
  const countOf = async (calendar: Kept) => (await rowsOf('entry', left, calendar)).length;
  await deleteUnheard(eva, gone, first.child);
  expect(await countOf(gone)).toBe(1);
  expect((await backup()).code).toBe(0);

  const second = start(data, port);
  await second.ready;
  // What was on its way to the process that was killed comes again after the broker's half minute.
  await until(async () => (await countOf(gone)) === 0, 60_000);
  const later = await calendarOf(await again(eva, port), 'Later');
  second.child.kill('SIGTERM');
  await second.ended;
  expect((await restore()).code).toBe(0);

  await start(data, port).ready;
  const { ask } = await again(eva, port);
  await until(async () => (await countOf(gone)) === 0);
  const paths = [gone.path, gone.list, later.path, kept.list];
  const found = await Promise.all(paths.map((path) => ask('GET', path)));
  expect(found.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
  expect(await countOf(kept)).toBe(1);
}, 240_000);

const everywhere = `UPDATE auth.lease a, calendar.lease c, entry.lease e
  SET a.expires = a.expires + 1, c.expires = c.expires + 1, e.expires = e.expires + 1
  WHERE a.name = 'moment' AND c.name = 'moment' AND e.name = 'moment'`;

test('all schemas are of one moment, though somebody writes to two of them at once', async () => {
  const running = start(data, await freePort());
  await running.ready;
  await using rows = openTables(database(), 'auth');
  for (const schema of Object.keys(schemas))
    await rows.write(`INSERT INTO ${schema}.lease VALUES ('moment', 'test', 0)`);
  let writing = true;
  const write = async () => {
    while (writing) await rows.write(everywhere);
  };
  const written = write();
  expect((await backup()).code).toBe(0);
  writing = false;
  await written;
  running.child.kill('SIGTERM');
  await running.ended;
  const moments = readFileSync(file, 'utf8').match(/\('moment','test',[1-9]\d*\)/g) ?? [];
  expect(moments).toHaveLength(3);
  expect(new Set(moments).size).toBe(1);
}, 120_000);

test('a file that was cut short is refused before anything is touched', async () => {
  expect((await backup()).code).toBe(0);
  truncateSync(file, statSync(file).size - 100);
  expect(await restore()).toEqual({ code: 1, output: expect.stringContaining('no whole backup') });
  rmSync(file);
  expect((await restore()).output).toContain('is not there');
}, 60_000);

test('where there is no data nothing is backed up, and none is made', async () => {
  const nowhere = join(mainSystem().folder, 'nowhere');
  const { code, output } = await run('backup', '--data', nowhere).ended;
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('npm start first') });
  expect(existsSync(nowhere)).toBe(false);
});

test.each(['backup', 'restore', 'keys'])('%s tells of its options', async (name) => {
  const { code, output } = await run(name, '--help').ended;
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('--data <dir>') });
});
