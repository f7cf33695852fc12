// Lists out of memory: never older than the last write, whoever keeps them and whatever Redis does.
import { upTo } from '@calendar/shared/testing/at-once';
import { api } from '@calendar/shared/testing/client';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { Redis } from 'ioredis';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entryAt, newCalendar, tally } from './making.ts';

const week = '?start=2027-01-04T00:00:00Z&end=2027-01-11T00:00:00Z';

let system: OwnSystem;
let me: Somebody;
beforeAll(async () => {
  system = await startSystem({ name: 'cache', ownServers: true });
  me = await somebody(api(system.baseUrl));
}, 120_000);
afterAll(() => system?.stop());

/** A calendar with an entry, and how it is read from an instance of the entry service past the gateway. */
async function aCalendar() {
  const calendar = await newCalendar({ request: api(system.baseUrl), token: me.token });
  const path = `${calendar}/entries`;
  const create = (hour: number) => me.ask('POST', path, entryAt(hour));
  expect((await create(0)).status).toBe(201);
  const instances = system.services.entry.map((base) => api(base));
  const readFrom = (instance: number, headers = {}) =>
    (instances[instance] as (typeof instances)[0])('GET', path + week, {
      token: me.token,
      headers,
    });
  return { calendar, path, create, readFrom };
}

const withRedis = async <T>(work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(system.redisUrl);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
};

const keysOf = (calendar: string) =>
  withRedis((redis) => redis.keys(`list:${calendar.split('/').at(-1)}:*`));

test('one body is read from the database once: the other instance has it from Redis', async () => {
  const isShared = async () => {
    const { calendar, readFrom } = await aCalendar();
    const { body, headers } = await readFrom(0);
    const key = await until(async () => (await keysOf(calendar))[0], 1_000).catch(() => null);
    if (key === null) return false;
    // What Redis holds is told as it is, which shows who was asked.
    const told = JSON.stringify({ items: [], nextCursor: 'told by Redis' });
    await withRedis((redis) => redis.set(key, told, 'KEEPTTL'));
    expect(await withRedis((redis) => redis.ttl(key))).toBeGreaterThan(0);
    const other = await readFrom(1);
    expect(other.headers.get('etag')).toBe(headers.get('etag'));
    expect((await readFrom(0)).body).toEqual(body);
    return other.body.nextCursor === 'told by Redis';
  };
  // On a busy machine an instance may wait 50 ms for Redis, and then does without it for a moment.
  await until(isShared);
}, 30_000);

test('who has it is told so, and nobody reads what is known', async () => {
  const { readFrom, create } = await aCalendar();
  const etag = (await readFrom(0)).headers.get('etag') ?? '';
  for (const instance of [0, 1]) {
    const reply = await readFrom(instance, { 'if-none-match': etag });
    expect([reply.status, reply.body, reply.headers.get('etag')]).toEqual([304, null, etag]);
  }
  expect((await create(1)).status).toBe(201);
  const reply = await readFrom(1, { 'if-none-match': etag });
  expect([reply.status, reply.body.items.length]).toEqual([200, 2]);
});

test('asked for at once by its owner and by others, it is there for its owner alone', async () => {
  const { path } = await aCalendar();
  const other = await somebody(api(system.baseUrl));
  const instance = api(system.services.entry[0] as string);
  // What only looks the revision up, and reads nothing that would name its owner again.
  const headers = { 'if-none-match': '*' };
  const ask = ({ token }: Somebody) => instance('GET', path + week, { token, headers });
  const replies = await Promise.all(upTo(50).flatMap(() => [ask(me), ask(other)]));
  expect(tally(replies.filter((_, n) => n % 2 === 0))).toEqual({ 304: 50 });
  expect(tally(replies.filter((_, n) => n % 2 === 1))).toEqual({ 404: 50 });
});

test('one writer and many readers on two instances: nothing older than the last write acknowledged', async () => {
  const { create, readFrom } = await aCalendar();
  let acknowledged = 1;
  let writing = true;
  let reads = 0;
  const reader = async (instance: number) => {
    while (writing) {
      const least = acknowledged;
      const { status, body } = await readFrom(instance);
      expect([status, body.items.length >= least]).toEqual([200, true]);
      reads += 1;
    }
  };
  const writer = async () => {
    for (const hour of upTo(60)) {
      expect((await create(hour + 1)).status).toBe(201);
      acknowledged += 1;
    }
    writing = false;
  };
  await Promise.all([writer(), ...upTo(16).map((n) => reader(n % 2))]);
  expect(reads).toBeGreaterThan(100);
  expect((await readFrom(0)).body.items).toHaveLength(61);
}, 60_000);

test('a revision that counts again after a restored backup is another one', async () => {
  const { calendar, create, readFrom } = await aCalendar();
  const tables = openTables(system.database, 'entry');
  const id = calendar.split('/').at(-1) as string;
  const [row] = await tables.read('SELECT list_rev AS rev, tag FROM calendar_ref WHERE id = ?', [
    id,
  ]);
  expect((await create(1)).status).toBe(201);
  const { headers } = await readFrom(0);
  // The backup of before, and another write in the place of the lost one.
  await tables.write('DELETE FROM entry WHERE calendar_id = ? AND title = ?', [id, 'Hour 1']);
  await tables.write('UPDATE calendar_ref SET list_rev = ?, tag = ? WHERE id = ?', [
    row.rev,
    row.tag,
    id,
  ]);
  expect((await create(2)).status).toBe(201);
  const [now] = await tables.read('SELECT list_rev AS rev FROM calendar_ref WHERE id = ?', [id]);
  expect(now.rev).toBe(row.rev + 1);
  const reply = await readFrom(0, { 'if-none-match': headers.get('etag') ?? '' });
  expect(reply.status).toBe(200);
  expect(reply.body.items.map(({ title }: { title: string }) => title)).toEqual([
    'Hour 0',
    'Hour 2',
  ]);
  await tables[Symbol.asyncDispose]();
});

test('Redis hanging, gone, back and flushed: every answer right, and the wait is paid once', async () => {
  const { create, readFrom } = await aCalendar();
  let count = 1;
  const writeAndRead = async (rounds: number) => {
    let waited = 0;
    for (const _ of upTo(rounds)) {
      expect((await create(count)).status).toBe(201);
      count += 1;
      for (const instance of [0, 1]) {
        const begun = performance.now();
        const { status, body } = await readFrom(instance);
        waited += performance.now() - begun >= 50 ? 1 : 0;
        expect([status, body.items.length]).toEqual([200, count]);
      }
    }
    return waited;
  };
  await writeAndRead(3);
  system.signal('redis', 0, 'SIGSTOP');
  // Each of the two waits 50 ms once; a busy machine may be slow once more.
  expect(await writeAndRead(10)).toBeLessThan(10);
  system.signal('redis', 0, 'SIGCONT');
  await writeAndRead(3);
  await system.kill('redis');
  await writeAndRead(5);
  await system.start('redis');
  await writeAndRead(3);
  // Asked again by itself: what is written is found there once it answers.
  await until(async () => {
    await writeAndRead(1);
    return withRedis(async (redis) => (await redis.keys('list:*')).length > 0);
  });
  await withRedis((redis) => redis.flushall());
  await writeAndRead(3);
}, 90_000);
