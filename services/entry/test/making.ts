// What stories of entries begin with: a calendar of somebody, the body of an entry, many answers counted.
import type { Api, Reply } from '@calendar/shared/testing/client';
import type { Tables } from '@calendar/shared/testing/tables';

export type Client = { request: Api; token: string };

/** The path of a new calendar. */
export async function newCalendar({ request, token }: Client, fields: object = {}) {
  const reply = await request('POST', '/calendars', { token, body: { name: 'Story', ...fields } });
  expect(reply.status).toBe(201);
  return `/calendars/${reply.body.id}`;
}

export const idOf = (path: string) => path.split('/').at(-1) ?? '';

/** The time so many minutes after a fixed beginning. */
export const minute = (minutes: number) =>
  new Date(Date.UTC(2027, 0, 4) + minutes * 60_000).toISOString();

/** An hour long, so many hours after the beginning: two of different hours never overlap. */
export const entryAt = (hour: number, fields: object = {}) => ({
  title: `Hour ${hour}`,
  start: minute(hour * 60),
  duration: 'PT1H',
  ...fields,
});

/** How often each status was answered. */
export function tally(replies: readonly Pick<Reply, 'status'>[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const count = async (tables: Tables, sql: string, id: string): Promise<number> =>
  (await tables.read(sql, [id]))[0].n;

/** Rows in the entry service's table. */
export const entriesOf = (tables: Tables, ownerId: string) =>
  count(tables, 'SELECT COUNT(*) AS n FROM entry WHERE owner_id = ?', ownerId);

/** Calendars that the entry service takes entries for. */
export const knownOf = (tables: Tables, ownerId: string) =>
  count(
    tables,
    "SELECT COUNT(*) AS n FROM calendar_ref WHERE owner_id = ? AND state = 'active'",
    ownerId,
  );

/** Pairs of busy entries that overlap: a self-join of the table. */
export const overlapsIn = (tables: Tables, calendar: string) =>
  count(
    tables,
    `SELECT COUNT(*) AS n FROM entry a JOIN entry b ON b.calendar_id = a.calendar_id AND b.id > a.id
     WHERE a.calendar_id = ? AND a.busy = 1 AND b.busy = 1 AND a.start_ms < b.end_ms AND b.start_ms < a.end_ms`,
    idOf(calendar),
  );

/** The columns of an entry that are written, for statements that copy one; the database makes the rest. */
export const writtenColumns = async (tables: Tables): Promise<string[]> =>
  (await tables.read('SHOW COLUMNS FROM entry'))
    .filter(({ Extra }) => !Extra.includes('GENERATED'))
    .map(({ Field }) => Field);

/** Makes `count`, a power of two, of a calendar's one entry, each so many ms after the one before; past the service. */
export async function multiply(tables: Tables, calendarId: string, count: number, stepMs: number) {
  const names = await writtenColumns(tables);
  for (let made = 1; made < count; made *= 2) {
    const later: Record<string, string> = {
      id: 'UUID()',
      start_ms: `start_ms + ${made * stepMs}`,
      end_ms: `end_ms + ${made * stepMs}`,
    };
    const copied = names.map((name) => later[name] ?? name);
    const double = `INSERT INTO entry (${names}) SELECT ${copied} FROM entry WHERE calendar_id = ?`;
    expect(await tables.write(double, [calendarId])).toBe(made);
  }
}
