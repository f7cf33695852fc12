// Messages that have come to their end are removed, and nothing else.
import { connectDatabase } from '@calendar/shared/db/connect';
import { newId } from '@calendar/shared/ids';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { purgeExpired } from '../src/actions/purge-expired.ts';

const DAY = 86_400_000;
const { database } = mainSystem();
const tables = openTables(database, 'calendar');
afterAll(() => tables[Symbol.asyncDispose]());

async function purge(now: number): Promise<void> {
  const url = new URL(database.adminUrl);
  url.pathname = `/${database.schemas.calendar}`;
  await using db = connectDatabase({ url: url.href });
  for (const { run } of purgeExpired(db)) while ((await run(now)) > 0);
}

/** Plants a row that is over by a millisecond and one that is not, and says which of the two a purge leaves. */
async function left(days: number, insert: string, select: string): Promise<string[]> {
  const now = Date.now();
  const rows = { over: newId(), alive: newId() };
  await tables.write(insert, [rows.over, now - days * DAY - 1]);
  await tables.write(insert, [rows.alive, now - days * DAY + 60_000]);
  await purge(now);
  const found = (await tables.read(select, Object.values(rows))).map(({ id }) => id);
  return Object.entries(rows).flatMap(([name, id]) => (found.includes(id) ? [name] : []));
}

test('what was taken is known for 45 days', async () => {
  const insert = "INSERT INTO inbox (consumer, event_id, received) VALUES ('test', ?, ?)";
  const select = 'SELECT event_id AS id FROM inbox WHERE event_id IN (?, ?)';
  expect(await left(45, insert, select)).toEqual(['alive']);
});

test('what nobody can read is kept for 90 days', async () => {
  const insert = `INSERT INTO dead_letter (id, received, consumer, subject, stream_sequence, payload, reason)
    VALUES (?, ?, 'test', 'test', 1, '{', 'broken')`;
  const select = 'SELECT id FROM dead_letter WHERE id IN (?, ?)';
  expect(await left(90, insert, select)).toEqual(['alive']);
});

test('events are kept for 30 days after they were published', async () => {
  const insert = `INSERT INTO outbox (id, published, aggregate_type, aggregate_id, version, type, payload, created)
    VALUES (?, ?, 'calendar', '', 1, 'calendar.created.v1', '{}', 1)`;
  const select = 'SELECT id FROM outbox WHERE id IN (?, ?)';
  expect(await left(30, insert, select)).toEqual(['alive']);
});
