// Database, broker and Redis die, one at a time, and come back: what clients see, on servers of this story's own.
import { api, newUser, type Reply } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entriesOf, entryAt, knownOf, newCalendar } from './making.ts';

const week = '?start=2027-01-04T00:00:00Z&end=2027-01-11T00:00:00Z';
const promisedMs = 60_000;

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'outage', ownServers: true });
}, 120_000);
afterAll(() => system.stop());

/** Somebody with a calendar that has one entry, in hour 0. */
async function aClient() {
  const request = api(system.baseUrl);
  const { id, token, email, password } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  const path = `${calendar}/entries`;
  const create = (hour: number) => request('POST', path, { token, body: entryAt(hour) });
  const entry = (await create(0)).body;
  const list = () => request('GET', path + week, { token });
  return { request, id, token, email, password, calendar, path, create, list, entry };
}

type Client = Awaited<ReturnType<typeof aClient>>;

/** One of every kind of request, by name. */
function everyKind({ request, token, email, password, calendar, path, entry }: Client) {
  const body = entryAt(0, { title: 'Changed' });
  const one = `${path}/${entry.id}`;
  return {
    login: () => request('POST', '/auth/login', { body: { email, password } }),
    me: () => request('GET', '/auth/me', { token }),
    calendars: () => request('GET', '/calendars', { token }),
    'a calendar': () => request('GET', calendar, { token }),
    'a new calendar': () => request('POST', '/calendars', { token, body: { name: 'New' } }),
    'a changed calendar': () => request('PATCH', calendar, { token, body: { name: 'Changed' } }),
    entries: () => request('GET', path + week, { token }),
    'an entry': () => request('GET', one, { token }),
    'a check': () => request('POST', `${path}/check`, { token, body }),
    'an overlap': () => request('POST', path, { token, body }),
    'a changed entry': () => request('PATCH', one, { token, body }),
    'no such entry': () => request('DELETE', `${path}/${calendar.split('/')[2]}`, { token }),
  };
}

async function askAll(client: Client): Promise<Record<string, Reply>> {
  const replies: Record<string, Reply> = {};
  for (const [name, ask] of Object.entries(everyKind(client))) replies[name] = await ask();
  return replies;
}

const statuses = (replies: Record<string, Reply>) =>
  Object.fromEntries(Object.entries(replies).map(([name, { status }]) => [name, status]));

const usual = {
  login: 200,
  me: 200,
  calendars: 200,
  'a calendar': 200,
  'a new calendar': 201,
  'a changed calendar': 200,
  entries: 200,
  'an entry': 200,
  'a check': 200,
  'an overlap': 409,
  'a changed entry': 200,
  'no such entry': 404,
};

test('Redis is away: every answer is as before, only nothing is counted', async () => {
  const client = await aClient();
  const limit = async () => (await client.list()).headers.get('ratelimit-limit');
  expect(statuses(await askAll(client))).toEqual(usual);
  expect(await limit()).toBe('1000000');
  await system.kill('redis');
  expect(statuses(await askAll(client))).toEqual(usual);
  expect(await limit()).toBeNull();
  await system.start('redis');
  await until(limit);
}, 120_000);

test('the broker is away: every answer is as before, and deletions are carried through when it is back', async () => {
  const [client, leaving] = [await aClient(), await aClient()];
  const { request, token, calendar } = client;
  await system.kill('nats');
  expect(statuses(await askAll(client))).toEqual(usual);
  const fresh = await newCalendar(client);
  const created = await request('POST', `${fresh}/entries`, { token, body: entryAt(3) });
  expect(created.status).toBe(201);
  for (const path of [calendar, fresh]) {
    expect((await request('DELETE', path, { token })).status).toBe(204);
    expect((await request('GET', path, { token })).status).toBe(404);
  }
  expect((await request('DELETE', '/auth/me', { token: leaving.token })).status).toBe(204);

  await system.start('nats');
  await using tables = openTables(system.database, 'entry');
  await until(async () => {
    const left = [await entriesOf(tables, client.id), await entriesOf(tables, leaving.id)];
    return left.every((count) => count === 0) && (await knownOf(tables, leaving.id)) === 0;
  }, promisedMs);
  expect(await client.create(5)).toMatchObject({ status: 404 });
  expect(await leaving.create(5)).toMatchObject({ status: 401 });
}, 120_000);

test('the database is away: 503 to whatever needs it, and all is well by itself when it is back', async () => {
  const client = await aClient();
  await system.kill('database');
  const replies = await askAll(client);
  for (const [name, { status, headers, body }] of Object.entries(replies)) {
    expect({ name, status, type: body?.type }).toEqual({
      name,
      status: 503,
      type: '/problems/unavailable',
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await system.start('database');
  await until(async () => (await client.create(9)).status === 201);
  await until(async () => (await client.request('GET', '/auth/me', client)).status === 200);
  await until(async () => (await client.request('GET', '/calendars', client)).status === 200);
  expect(statuses(await askAll(client))).toEqual(usual);
  expect((await client.list()).body.items.map(({ title }: { title: string }) => title)).toEqual([
    'Changed',
    'Hour 9',
  ]);
}, 120_000);
