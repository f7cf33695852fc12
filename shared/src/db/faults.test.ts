import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mysql from 'mysql2/promise';
import { type OwnServers, startOwnServers } from '../testing/own-servers.ts';
import { until } from '../testing/until.ts';
import { connectDatabase, type Database } from './connect.ts';
import { read, rows, run, snapshot } from './statement.ts';
import { transaction } from './transaction.ts';

let servers: OwnServers;
let url: string;
let db: Database;

const unavailable = { kind: 'unavailable', extra: { retryAfter: 1 } };
const ways = {
  transaction: () => transaction(db, (tx) => rows(tx, 'SELECT 1 AS one', [])),
  read: () => read(db, 'SELECT 1 AS one', []),
  snapshot: () => snapshot(db, (readAt) => readAt('SELECT 1 AS one', [])),
};
const allFail = () =>
  Promise.all(Object.values(ways).map((way) => expect(way()).rejects.toMatchObject(unavailable)));
const allWork = () => Promise.all(Object.values(ways).map((way) => way()));
const back = () => until(() => allWork().catch(() => false));

beforeAll(async () => {
  servers = await startOwnServers();
  url = await servers.newSchema();
  db = connectDatabase({ url, statementMs: 1_000 });
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await servers.stop();
});

async function asAdmin(statement: string): Promise<void> {
  const admin = await mysql.createConnection(url);
  await admin.query(statement);
  await admin.end();
}

test('a statement that takes too long is unavailable, and so is one on a frozen server', async () => {
  await allWork();
  await expect(read(db, 'SELECT SLEEP(3)', [])).rejects.toMatchObject(unavailable);
  servers.processes.database.signal('SIGSTOP');
  // On a busy machine a server still answers for a moment after that signal.
  await until(() =>
    ways.read().then(
      () => false,
      () => true,
    ),
  );
  await allFail();
  servers.processes.database.signal('SIGCONT');
  await back();
});

test('no room for another row', async () => {
  // As a disk that is full; the default bound of such a table is 16 MB.
  await asAdmin('CREATE TABLE narrow (text CHAR(250)) ENGINE=MEMORY');
  await asAdmin("INSERT INTO narrow VALUES ('x')");
  const filled = transaction(db, async (tx) => {
    for (let rows = 1; rows < 1_000_000; rows *= 2)
      await run(tx, 'INSERT INTO narrow SELECT text FROM narrow', []);
  });
  await expect(filled).rejects.toMatchObject({ ...unavailable, cause: { errno: 1114 } });
});

test('a connection that is killed under a transaction', async () => {
  const killed = transaction(db, async (tx) => {
    const [self] = await rows<{ id: number }>(tx, 'SELECT CONNECTION_ID() AS id', []);
    await asAdmin(`KILL ${self?.id}`);
    await rows(tx, 'SELECT 1', []);
  });
  await expect(killed).rejects.toMatchObject(unavailable);
  await back();
});

test('a connection lost in COMMIT is not tried again', async () => {
  let runs = 0;
  const lost = transaction(db, async (tx) => {
    runs += 1;
    const [self] = await rows<{ id: number }>(tx, 'SELECT CONNECTION_ID() AS id', []);
    await asAdmin(`KILL ${self?.id}`);
  });
  await expect(lost).rejects.toMatchObject(unavailable);
  expect(runs).toBe(1);
  await back();
});

test('more transactions than the pool gives in time', async () => {
  const gate = Promise.withResolvers<void>();
  const holding = Array.from({ length: 10 }, () => transaction(db, () => gate.promise));
  await expect(ways.transaction()).rejects.toMatchObject(unavailable);
  gate.resolve();
  await Promise.all(holding);
});

test('a server that only reads', async () => {
  await asAdmin('CREATE TABLE item (id INT)');
  await asAdmin('CREATE USER plain IDENTIFIED BY "plain"');
  await asAdmin('GRANT ALL ON *.* TO plain');
  await asAdmin('REVOKE SUPER, READ_ONLY ADMIN ON *.* FROM plain');
  await asAdmin('SET GLOBAL read_only = 1');
  const plainUrl = new URL(url);
  plainUrl.username = 'plain';
  plainUrl.password = 'plain';
  const plain = connectDatabase({ url: plainUrl.href });
  const writing = transaction(plain, (tx) => run(tx, 'INSERT INTO item VALUES (1)', []));
  await expect(writing).rejects.toMatchObject(unavailable);
  await asAdmin('SET GLOBAL read_only = 0');
  await plain[Symbol.asyncDispose]();
});

test('no more connections to be had', async () => {
  const late = connectDatabase({ url });
  await asAdmin('SET GLOBAL max_connections = 10');
  const admins = await Promise.allSettled(
    Array.from({ length: 12 }, () => mysql.createConnection(url)),
  );
  await expect(read(late, 'SELECT 1', [])).rejects.toMatchObject(unavailable);
  await expect(transaction(late, async () => 1)).rejects.toMatchObject(unavailable);
  const open = admins.filter((each) => each.status === 'fulfilled').map(({ value }) => value);
  await open[0]?.query('SET GLOBAL max_connections = 500');
  for (const connection of open) connection.destroy();
  await late[Symbol.asyncDispose]();
});

test('a killed server, and one that is back', async () => {
  await allWork();
  await servers.processes.database.end('SIGKILL');
  await allFail();
  // And again, with no connection left from before.
  await allFail();
  await servers.start('database');
  await back();
});

test('a server that is not there yet when the service starts', async () => {
  await servers.processes.database.end();
  await using early = connectDatabase({ url });
  await expect(read(early, 'SELECT 1', [])).rejects.toMatchObject(unavailable);
  await servers.start('database');
  expect(await read(early, 'SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
});

test('a wrong password is a fault of ours, not of the moment', async () => {
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await using refused = connectDatabase({ url: wrong.href });
  await expect(read(refused, 'SELECT 1', [])).rejects.toMatchObject({ errno: 1045 });
});
