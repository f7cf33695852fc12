// Calendars of a given size: two entries made through the API, the rest copied from their rows inside the database.
import type { Api, TestUser } from '@calendar/shared/testing/client';
import type { Connection, RowDataPacket } from 'mysql2/promise';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const FIRST = Date.UTC(2000, 0, 3);
export const EVERY = 2 * HOUR;

const BATCH = 10_000;
const YEARS_EVERY = 30 * DAY;
const YEAR = 12 * YEARS_EVERY;

export type Place = { calendarId: string; ownerId: string; end: number };

/** `size` entries of half an hour, one every two hours; with `years` also a free one of a year every 30 days, so that 12 or 13 lie over any week. */
export async function fill(
  { db, request, user }: { db: Connection; request: Api; user: TestUser },
  { size, years }: { size: number; years: boolean },
): Promise<Place> {
  const create = async (path: string, body: object) => {
    const { body: made } = await request('POST', path, { token: user.token, body });
    return made.id as string;
  };
  const calendarId = await create('/calendars', { name: `${size}` });
  const end = FIRST + size * EVERY;
  const repeat = async (start: number, sent: object, count: number, every: number) => {
    const at = new Date(start).toISOString();
    const id = await create(`/calendars/${calendarId}/entries`, { start: at, ...sent });
    await copy(db, { calendarId, id }, count - 1, every);
  };
  await repeat(FIRST, { title: 'Short', duration: 'PT30M' }, size, EVERY);
  if (years) {
    const sent = { title: 'A year', duration: 'P365D', freeBusy: 'free' };
    await repeat(FIRST - YEAR, sent, Math.ceil((end - FIRST + YEAR) / YEARS_EVERY), YEARS_EVERY);
  }
  await db.query('ANALYZE TABLE entry'); // the server would do so by itself, in the middle of the rounds
  return { calendarId, ownerId: user.id, end };
}

/** Copies an entry `count` times, each `every` ms after the last one. */
async function copy(
  db: Connection,
  { calendarId, id }: { calendarId: string; id: string },
  count: number,
  every: number,
): Promise<void> {
  const find = 'SELECT * FROM entry WHERE calendar_id = ? AND id = ?';
  const [[model]] = await db.query<RowDataPacket[]>(find, [calendarId, id]);
  const later = (column: string) => `(${model?.[column]} + n * ${every})`;
  const changed: Record<string, string> = {
    id: `CONCAT('${id.slice(0, 24)}', LPAD(LOWER(HEX(n)), 12, '0'))`,
    start_ms: later('start_ms'),
    end_ms: later('end_ms'),
    wall_start: `DATE_FORMAT(DATE_ADD('1970-01-01', INTERVAL ${later('start_ms')} DIV 1000 SECOND), '%Y-%m-%dT%H:%i:%s')`,
  };
  const columns = Object.entries(model ?? {}).filter(([name]) => name !== 'start_quarter'); // which is generated
  const sql = `INSERT INTO entry (${columns.map(([name]) => name).join(', ')})
    WITH RECURSIVE digit (d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM digit WHERE d < 99)
    SELECT ${columns.map(([name, value]) => changed[name] ?? db.escape(value)).join(', ')}
    FROM (SELECT a.d * 100 + b.d + ? AS n FROM digit a, digit b) numbers WHERE n <= ?`;
  for (let n = 1; n <= count; n += BATCH) await db.query(sql, [n, count]);
  const counted = 'UPDATE calendar_ref SET entry_count = entry_count + ? WHERE id = ?';
  await db.query(counted, [count, calendarId]);
}
