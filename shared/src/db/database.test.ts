import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mysql from 'mysql2/promise';
import { AppError } from '../errors.ts';
import { type OwnServers, startOwnServers } from '../testing/own-servers.ts';
import { until } from '../testing/until.ts';
import { connectDatabase, type Database } from './connect.ts';
import { isDuplicate } from './faults.ts';
import { lease } from './lease.ts';
import { migrate } from './migrate.ts';
import { untilMigrated } from './migrated.ts';
import { connectionOf, read, rows, run, snapshot } from './statement.ts';
import { transaction } from './transaction.ts';

let servers: OwnServers;
let url: string;
let db: Database;

const create = 'CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, big BIGINT NOT NULL)';
const select = 'SELECT id, big FROM item ORDER BY id';

beforeAll(async () => {
  servers = await startOwnServers(process.env.TEST_DATABASE_URL);
  url = await servers.newSchema();
  await migrate({ url, migrations: [{ name: '001', sql: [create] }] });
  db = connectDatabase({ url });
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await servers.stop();
});

const put = (id: number, big: number) =>
  transaction(db, (tx) => run(tx, 'REPLACE INTO item (id, big) VALUES (?, ?)', [id, big]));

test('epoch milliseconds go in and come out as numbers, and LIMIT takes one', async () => {
  await put(1, 253_402_300_799_999);
  const all = await read(db, `${select} LIMIT ?`, [1]);
  expect(all).toEqual([{ id: 1, big: 253_402_300_799_999 }]);
  const inside = await transaction(db, (tx) => rows(tx, `${select} LIMIT ?`, [1]));
  expect(inside).toEqual(all);
});

test('writers are READ COMMITTED: they see what commits meanwhile', async () => {
  await put(2, 1);
  const both = await transaction(db, async (tx) => {
    const before = await rows<{ big: number }>(tx, 'SELECT big FROM item WHERE id = ?', [2]);
    await put(2, 2);
    const after = await rows<{ big: number }>(tx, 'SELECT big FROM item WHERE id = ?', [2]);
    return [...before, ...after].map(({ big }) => big);
  });
  expect(both).toEqual([1, 2]);
});

test('a snapshot sees one moment over several statements', async () => {
  await put(3, 1);
  const both = await snapshot(db, async (readAt) => {
    // Committed before the first SELECT and after the snapshot began.
    await put(3, 2);
    const first = await readAt<{ big: number }>('SELECT big FROM item WHERE id = ?', [3]);
    await put(3, 3);
    const second = await readAt<{ big: number }>('SELECT big FROM item WHERE id = ?', [3]);
    return [...first, ...second].map(({ big }) => big);
  });
  expect(both).toEqual([1, 1]);
});

test('the reading side cannot write', async () => {
  await expect(read(db, 'DELETE FROM item', [])).rejects.toMatchObject({ errno: 1792 });
});

test('what a snapshot throws goes through, and its connection serves on', async () => {
  const refusal = new Error('refused');
  const tries = Array.from({ length: 25 }, () => snapshot(db, () => Promise.reject(refusal)));
  for (const each of await Promise.allSettled(tries))
    expect(each).toMatchObject({ reason: refusal });
  expect(await read(db, 'SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
});

test('what a transaction throws goes through unchanged and rolls back', async () => {
  const bug = new Error('bug');
  const failing = transaction(db, async (tx) => {
    await run(tx, 'INSERT INTO item (id, big) VALUES (?, ?)', [4, 1]);
    throw bug;
  });
  await expect(failing).rejects.toBe(bug);
  expect(await read(db, 'SELECT id FROM item WHERE id = ?', [4])).toEqual([]);
});

test('a taken key is told apart', async () => {
  await put(5, 1);
  const error: unknown = await transaction(db, (tx) =>
    run(tx, 'INSERT INTO item (id, big) VALUES (?, ?)', [5, 2]),
  ).catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(AppError);
  expect(isDuplicate(error)).toBe(true);
});

test('opening a transaction costs one trip', async () => {
  const trips = await transaction(db, async (tx) => {
    const [before] = await rows<{ Value: string }>(tx, "SHOW SESSION STATUS LIKE 'Questions'", []);
    return Number(before?.Value);
  });
  const next = await transaction(db, async (tx) => {
    const [after] = await rows<{ Value: string }>(tx, "SHOW SESSION STATUS LIKE 'Questions'", []);
    return Number(after?.Value);
  });
  // COMMIT, START TRANSACTION and the second SHOW, on the one connection that nobody else uses.
  expect(next - trips).toBe(3);
});

test('two that deadlock both commit in the end', async () => {
  await Promise.all([put(10, 0), put(11, 0)]);
  const arrived = new Set<string>();
  let runs = 0;
  const cross = (name: string, first: number, second: number) =>
    transaction(db, async (tx) => {
      runs += 1;
      await run(tx, 'UPDATE item SET big = big + 1 WHERE id = ?', [first]);
      arrived.add(name);
      await until(() => arrived.size === 2);
      await run(tx, 'UPDATE item SET big = big + 1 WHERE id = ?', [second]);
    });
  await Promise.all([cross('one', 10, 11), cross('two', 11, 10)]);
  expect(runs).toBeGreaterThan(2);
  expect(await read(db, 'SELECT big FROM item WHERE id IN (10, 11)', [])).toEqual([
    { big: 2 },
    { big: 2 },
  ]);
});

test('a lock that is not given in 3 s is unavailable', async () => {
  await put(12, 0);
  const add = 'UPDATE item SET big = big + 1 WHERE id = 12';
  await transaction(db, async (tx) => {
    await run(tx, add, []);
    await expect(transaction(db, (other) => run(other, add, []))).rejects.toMatchObject({
      kind: 'unavailable',
      extra: { retryAfter: 1 },
      cause: { errno: 1205 },
    });
  });
});

test('a lease is held by one, renewed by its holder, and taken over once it ran out', async () => {
  const [a, b] = ['a', 'b'].map((holder) => lease(db, 'test', holder, 300));
  if (!a || !b) throw new Error('two leases');
  expect([await a.take(), await b.take(), await a.take()]).toEqual([true, false, true]);
  await until(() => b.take());
  expect(await a.take()).toBe(false);
  await b.release();
  expect(await a.take()).toBe(true);
});

test('two migrations at once both end well, and each step ran once', async () => {
  const schema = await servers.newSchema();
  const migrations = [
    { name: '001', sql: ['CREATE TABLE counted (n INT)'] },
    { name: '002', sql: ['INSERT INTO counted VALUES (1)'] },
  ];
  const ran = await Promise.all([1, 2, 3].map(() => migrate({ url: schema, migrations })));
  expect(ran.flat().sort()).toEqual(['001', '002']);
  const connection = await mysql.createConnection(schema);
  const [found] = await connection.query('SELECT n FROM counted');
  await connection.end();
  expect(found).toEqual([{ n: 1 }]);
});

test('an instance waits for the migrations that it knows, and says which one is missing', async () => {
  const schema = await servers.newSchema();
  const [first, second] = ['001', '002'].map((name) => ({ name, sql: ['SELECT 1'] }));
  if (!first || !second) throw new Error('two migrations');
  const both = { url: schema, migrations: [first, second] };
  await expect(untilMigrated({ ...both, patienceMs: 0 })).rejects.toThrow(/lacks 001, 002;/);
  const waiting = untilMigrated(both);
  await migrate({ url: schema, migrations: [first] });
  await expect(untilMigrated({ ...both, patienceMs: 0 })).rejects.toThrow(/lacks 002;/);
  await migrate(both);
  await waiting;
  const nowhere = new URL(schema);
  nowhere.port = '1';
  const lost = untilMigrated({ url: nowhere.href, migrations: [first], patienceMs: 0 });
  await expect(lost).rejects.toThrow(/cannot answer.*ECONNREFUSED/);
  // The version before, once this one has migrated.
  await untilMigrated({ url: schema, migrations: [first], patienceMs: 0 });
});

test('the connection behind a transaction is the one it says', async () => {
  await transaction(db, async (tx) => {
    const [here] = await rows<{ id: number }>(tx, 'SELECT CONNECTION_ID() AS id', []);
    expect(connectionOf(tx).threadId).toBe(here?.id);
  });
});
