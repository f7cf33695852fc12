// Keys against a real database: what is tried again, undone and left behind.
import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database, type Tx } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { read, run } from '../db/statement.ts';
import { AppError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { atOnce, upTo } from '../testing/at-once.ts';
import { type OwnServers, startOwnServers } from '../testing/own-servers.ts';
import { keyTable, type OwnedKey } from './keys.ts';
import { makeOnce } from './once.ts';

const DAY = 86_400_000;
const item = 'CREATE TABLE IF NOT EXISTS item (id INT AUTO_INCREMENT PRIMARY KEY, n INT)';
let servers: OwnServers;
let url: string;
let db: Database;
beforeAll(async () => {
  servers = await startOwnServers(process.env.TEST_DATABASE_URL);
  url = await servers.newSchema();
  await migrate({ url, migrations: [{ name: '1', sql: [keyTable, keyTable, item] }] });
  db = connectDatabase({ url });
});
afterAll(async () => {
  await db?.[Symbol.asyncDispose]();
  await servers.stop();
});

const aKey = (fields: Partial<OwnedKey> = {}): OwnedKey => {
  const userId = newId();
  const payloadHash = 'a'.repeat(43);
  return { userId, scopeId: userId, key: randomUUID(), payloadHash, ...fields };
};
const insert = (tx: Tx, n: number) => run(tx, 'INSERT INTO item (n) VALUES (?)', [n]);
const made = async (n: number) => (await read(db, 'SELECT id FROM item WHERE n = ?', [n])).length;
const keysOf = ({ userId }: OwnedKey) =>
  read(db, 'SELECT idempotency_key FROM idempotency_key WHERE user_id = ?', [userId]);

const once = (...asked: Parameters<ReturnType<typeof makeOnce>>) =>
  makeOnce({ db, now: Date.now })(...asked);

test('without a key everything is made each time', async () => {
  for (const _ of upTo(2)) {
    const done = await once(null, async (tx) => ({ rows: await insert(tx, 1) }));
    expect(done).toEqual({ rows: 1, replayed: false });
  }
  expect(await made(1)).toBe(2);
});

test('a deadlock is tried again from the key on, and the key kept once', async () => {
  const key = aKey();
  let attempts = 0;
  const work = async (tx: Tx) => {
    attempts += 1;
    await insert(tx, 2);
    if (attempts === 1) throw Object.assign(new Error('deadlock'), { errno: 1213 });
    return { attempts };
  };
  expect(await once(key, work)).toEqual({ attempts: 2, replayed: false });
  expect(await once(key, work)).toEqual({ attempts: 2, replayed: true });
  expect([attempts, await made(2), await keysOf(key)]).toEqual([2, 1, [expect.anything()]]);
});

test.each([notFound('thing'), new Error('a bug')])(
  'what %s refuses is undone, and the key is free for another payload',
  async (refusal) => {
    const key = aKey();
    const refused = once(key, async (tx) => {
      await insert(tx, 3);
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect([await made(3), await keysOf(key)]).toEqual([0, []]);
    const other = { ...key, payloadHash: 'b'.repeat(43) };
    expect(await once(other, async () => ({ a: 1 }))).toEqual({ a: 1, replayed: false });
  },
);

test('many that are refused take their turn and never stand in each other’s way', async () => {
  const key = aKey();
  const refusal = notFound('thing');
  const refuse = async (tx: Tx) => {
    await insert(tx, 4);
    throw refusal;
  };
  const reasons = await atOnce(32, upTo(96), () => once(key, refuse).catch((reason) => reason));
  expect(new Set(reasons)).toEqual(new Set([refusal]));
  expect([await made(4), await keysOf(key)]).toEqual([0, []]);
}, 30_000);

test('after 24 hours a key is as good as new, whether it was purged or not', async () => {
  const key = aKey();
  const at = (now: number) => makeOnce({ db, now: () => now });
  expect(await at(0)(key, async () => ({ n: 1 }))).toEqual({ n: 1, replayed: false });
  expect(await at(DAY - 1)(key, async () => ({ n: 2 }))).toEqual({ n: 1, replayed: true });
  const other = { ...key, payloadHash: 'b'.repeat(43) };
  await expect(at(DAY - 1)(other, async () => ({ n: 3 }))).rejects.toThrow(AppError);
  expect(await at(DAY)(other, async () => ({ n: 4 }))).toEqual({ n: 4, replayed: false });
  expect(await at(2 * DAY - 1)(other, async () => ({ n: 5 }))).toEqual({ n: 4, replayed: true });
});
