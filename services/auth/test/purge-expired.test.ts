// What has come to its end is removed, and nothing else.
import { randomBytes } from 'node:crypto';
import { connectDatabase } from '@calendar/shared/db/connect';
import { newId } from '@calendar/shared/ids';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { purgeExpired } from '../src/actions/purge-expired.ts';
import { loginFailures } from '../src/store/login-failures.ts';
import { refreshTokens } from '../src/store/refresh-tokens.ts';

const DAY = 86_400_000;
const { database } = mainSystem();
const tables = openTables(database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const key = () => randomBytes(32).toString('hex');
const ids = <T>(rows: { id: T }[]) => rows.map(({ id }) => id);

async function purge(now: number): Promise<void> {
  const url = new URL(database.adminUrl);
  url.pathname = `/${database.schemas.auth}`;
  await using db = connectDatabase({ url: url.href });
  for (const { run } of purgeExpired({ db, refreshTokens, loginFailures })) {
    while ((await run(now)) > 0);
  }
}

test('tokens and families go when they expire', async () => {
  const now = Date.now();
  const [user, over, alive] = [newId(), newId(), newId()];
  for (const [id, expires] of [
    [over, now],
    [alive, now + 60_000],
  ] as const) {
    await tables.write(
      'INSERT INTO refresh_family (id, user_id, rotations, expires_at) VALUES (?, ?, 0, ?)',
      [id, user, expires],
    );
    await tables.write(
      'INSERT INTO refresh_token (hash, family_id, user_id, expires_at) VALUES (?, ?, ?, ?)',
      [key(), id, user, expires],
    );
  }
  await purge(now);
  const families = 'SELECT id FROM refresh_family WHERE user_id = ?';
  const tokens = 'SELECT family_id AS id FROM refresh_token WHERE user_id = ?';
  expect(ids(await tables.read(families, [user]))).toEqual([alive]);
  expect(ids(await tables.read(tokens, [user]))).toEqual([alive]);
});

test('failed logins go a day after the last one', async () => {
  const now = Date.now();
  const [over, alive] = [key(), key()];
  for (const [id, updated] of [
    [over, now - DAY],
    [alive, now - DAY + 60_000],
  ] as const) {
    await tables.write(
      'INSERT INTO login_failure (attempt_key, failures, blocked_until, updated_at) VALUES (?, 1, 0, ?)',
      [id, updated],
    );
  }
  await purge(now);
  const left = 'SELECT attempt_key AS id FROM login_failure WHERE attempt_key IN (?, ?)';
  expect(ids(await tables.read(left, [over, alive]))).toEqual([alive]);
});
