// Somebody with a calendar and an entry whose texts can be searched for, and all rows that are theirs.
import { randomUUID } from 'node:crypto';
import { api, newUser } from '@calendar/shared/testing/client';
import { openTables, type Tables } from '@calendar/shared/testing/tables';
import { type Belongings, system } from './operations.ts';

export const request = api(system.baseUrl);

/** `secret` is in every text that the owner wrote. */
export async function newOwner(): Promise<Belongings & { secret: string }> {
  const user = await newUser(request);
  const secret = `secret-${randomUUID()}`;
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const reply = await request('POST', path, { token: user.token, body });
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const calendar = await post('/calendars', { name: secret, description: secret });
  const texts = { title: secret, description: secret, location: secret };
  const times = { start: '2027-03-01T09:00:00Z', duration: 'PT1H' };
  const entry = await post(`/calendars/${calendar.id}/entries`, { ...texts, ...times });
  return { ...user, secret, calendarId: calendar.id, entryId: entry.id };
}

const rowsOf = {
  auth: [
    'SELECT * FROM user WHERE id = ?',
    'SELECT * FROM refresh_family WHERE user_id = ? ORDER BY id',
    'SELECT * FROM refresh_token WHERE user_id = ? ORDER BY hash',
  ],
  calendar: [
    'SELECT * FROM calendar WHERE owner_id = ? ORDER BY id',
    'SELECT * FROM idempotency_key WHERE user_id = ? ORDER BY idempotency_key',
  ],
  entry: [
    'SELECT * FROM entry WHERE owner_id = ? ORDER BY id',
    'SELECT * FROM calendar_ref WHERE owner_id = ? ORDER BY id',
    'SELECT * FROM idempotency_key WHERE user_id = ? ORDER BY idempotency_key',
  ],
};

/** A function that reads every row of somebody, versions, locks and tokens included, to be held against a later reading. */
export function openRows() {
  const stack = new AsyncDisposableStack();
  const tables = Object.keys(rowsOf).map((service): [string, Tables] => [
    service,
    stack.use(openTables(system.database, service)),
  ]);
  return {
    of: async (userId: string): Promise<unknown[][]> => {
      const reads = tables.flatMap(([service, { read }]) =>
        rowsOf[service as keyof typeof rowsOf].map((sql) => read(sql, [userId])),
      );
      return Promise.all(reads);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
