// What has come to its end is removed, and nothing else.
import { connectDatabase, type Database } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { read, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { keyTable } from '../idempotency/keys.ts';
import { keysJob } from '../idempotency/purge-job.ts';
import { newId } from '../ids.ts';
import { type OwnServers, startOwnServers } from '../testing/own-servers.ts';
import { inboxJobs, outboxJob } from './purge-jobs.ts';
import { deadLetterTable, inboxTable, outboxTable } from './tables.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let servers: OwnServers;
let db: Database;
beforeAll(async () => {
  servers = await startOwnServers(process.env.TEST_DATABASE_URL);
  const url = await servers.newSchema();
  const sql = [outboxTable, inboxTable, deadLetterTable, keyTable];
  await migrate({ url, migrations: [{ name: '1', sql }] });
  db = connectDatabase({ url });
});
afterAll(async () => {
  await db?.[Symbol.asyncDispose]();
  await servers.stop();
});

/** Plants a row that is over by a millisecond and others that are not, and says which of them a purge leaves. */
async function left(age: number, insert: string, select: string, others = {}): Promise<string[]> {
  const now = Date.now();
  const ages = { over: now - age - 1, alive: now - age + 1, ...others };
  const rows = Object.entries(ages).map(([name, at]) => ({ name, at, id: newId() }));
  for (const { id, at } of rows) await transaction(db, (tx) => run(tx, insert, [id, at]));
  const jobs = [outboxJob(db), ...inboxJobs(db), keysJob(db)];
  for (const job of jobs) while ((await job.run(now)) > 0);
  const found = (await read<{ id: string }>(db, select, [])).map(({ id }) => id);
  return rows.flatMap(({ name, id }) => (found.includes(id) ? [name] : []));
}

test('what was taken is known for 45 days', async () => {
  const insert = "INSERT INTO inbox (consumer, event_id, received) VALUES ('test', ?, ?)";
  expect(await left(45 * DAY, insert, 'SELECT event_id AS id FROM inbox')).toEqual(['alive']);
});

test('what nobody can read is kept for 90 days', async () => {
  const insert = `INSERT INTO dead_letter (id, received, consumer, subject, stream_sequence, payload, reason)
    VALUES (?, ?, 'test', 'test', 1, '{', 'broken')`;
  expect(await left(90 * DAY, insert, 'SELECT id FROM dead_letter')).toEqual(['alive']);
});

test('a key is kept for 24 hours', async () => {
  const insert = `INSERT INTO idempotency_key (user_id, created_at, idempotency_key, payload_hash, scope_id)
    VALUES (?, ?, 'test', '', '')`;
  const select = 'SELECT user_id AS id FROM idempotency_key';
  expect(await left(24 * HOUR, insert, select)).toEqual(['alive']);
});

test('events are kept for 30 days after they were published, and before', async () => {
  const insert = `INSERT INTO outbox (id, published, aggregate_type, aggregate_id, version, type, payload, created)
    VALUES (?, ?, 'thing', '', 1, 'thing.changed.v1', '{}', 1)`;
  const waiting = { waiting: null };
  expect(await left(30 * DAY, insert, 'SELECT id FROM outbox', waiting)).toEqual([
    ...['alive', 'waiting'],
  ]);
});
