// A service is killed before or after the commit of what its client never hears of: sent again with its key, it is done once.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { api } from '@calendar/shared/testing/client';
import { keyed } from '@calendar/shared/testing/replays';
import { somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { entryAt } from './making.ts';
import { at, daily, seriesIn } from './series-at-hand.ts';

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'midway', instances: { entry: 1 } });
}, 120_000);
afterAll(() => system.stop());

const keysOf = (service: 'calendar' | 'entry') => async (userId: string) => {
  await using tables = openTables(system.database, service);
  return await tables.read('SELECT result FROM idempotency_key WHERE user_id = ?', [userId]);
};

/** A door to a service behind which an answer is swallowed, and the service killed, as soon as it comes. */
async function deadlyDoor(service: 'calendar' | 'entry') {
  const to = new URL(system.services[service][0] ?? '');
  const door = createServer((client) => {
    const inside = connect({ host: to.hostname, port: Number(to.port) });
    client.on('error', () => undefined).pipe(inside);
    inside.on('error', () => undefined);
    inside.once('data', async () => {
      await system.kill(service);
      client.destroy();
    });
  });
  await once(door.listen(0, '127.0.0.1'), 'listening');
  const { port } = door.address() as AddressInfo;
  return { ask: api(`http://127.0.0.1:${port}`), [Symbol.dispose]: () => void door.close() };
}

const cases = {
  'an entry': { service: 'entry', split: false },
  'a split': { service: 'entry', split: true },
  'a calendar': { service: 'calendar', split: false },
} as const;

test.each(Object.entries(cases))(
  '%s, killed between commit and answer: sent again, it is the one that was made',
  async (_, { service, split }) => {
    const me = await somebody(api(system.baseUrl));
    const calendar = await newCalendar(me, 'UTC');
    const { path } = await seriesIn(calendar, { start: '2027-03-01T09:00:00', recurrence: daily });
    const splitting = `${calendar.path}${path}?scope=thisAndFuture&${at('2027-03-03T09:00:00Z')}`;
    const to = split ? splitting : service === 'entry' ? calendar.path : '/calendars';
    const method = split ? 'PATCH' : 'POST';
    const fields = service === 'entry' ? entryAt(5) : { name: 'Made' };
    const sending = { token: me.token, body: split ? { title: 'Part' } : fields, headers: keyed() };

    using door = await deadlyDoor(service);
    await expect(door.ask(method, to, sending)).rejects.toThrow('fetch failed');
    await system.start(service);
    const again = await until(async () => {
      const reply = await api(system.baseUrl)(method, to, sending);
      return reply.status < 500 && reply;
    });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([
      split ? 200 : 201,
      'true',
    ]);
    expect(await keysOf(service)(me.id)).toHaveLength(1);
    const location = again.headers.get('location') ?? '';
    const made = await me.ask('GET', location);
    expect([made.body, made.headers.get('etag')]).toEqual([
      { ...again.body, ...(split && { dropped: undefined }) },
      again.headers.get('etag'),
    ]);
    const calendars = (await me.ask('GET', '/calendars')).body.items;
    const entries = (await calendar.all('&expand=false')).body.items;
    expect(calendars.length + entries.length).toBe(3);
  },
  60_000,
);

test('killed before the commit: nothing was kept, and sent again it is made', async () => {
  const request = api(system.baseUrl);
  const me = await somebody(request);
  const calendar = await newCalendar(me, 'UTC');
  const create = () => calendar.ask('POST', '', entryAt(5), keyed('key'));
  expect((await calendar.ask('POST', '', entryAt(0))).status).toBe(201);
  await using tables = openTables(system.database, 'entry');
  const hold = 'SELECT id FROM calendar_ref WHERE id = ? FOR UPDATE';
  await tables.holding(hold, [calendar.id], async () => {
    const lost = create();
    await until(() => tables.isBusy('UPDATE calendar_ref'));
    await system.kill('entry');
    expect((await lost).status).toBe(502);
  });
  await system.start('entry');
  const made = await until(async () => {
    const reply = await create();
    return reply.status < 500 && reply.status !== 409 && reply;
  });
  expect([made.status, made.headers.get('idempotent-replayed')]).toEqual([201, null]);
  expect((await calendar.all()).body.items).toHaveLength(2);
}, 60_000);
