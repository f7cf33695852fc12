// Who asks and where: the system that `npm run bench` started, a user of it, its tables, and rows copied in them.
import { api, newUser } from '@calendar/shared/testing/client';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

export type Bench = Awaited<ReturnType<typeof begin>>;

export async function begin() {
  const system = JSON.parse(process.env.BENCH_SYSTEM ?? '');
  const { adminUrl, schemas } = system.database;
  const request = api(system.baseUrl);
  const user = await newUser(request);

  /** Makes something through the API and says its id. */
  async function make(path: string, body: object): Promise<string> {
    const { status, body: made } = await request('POST', path, { token: user.token, body });
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(made)}`);
    return made.id;
  }

  /** A token lives ten minutes, and all of this may take longer. */
  async function newToken(): Promise<string> {
    const { email, password } = user;
    const { body } = await request('POST', '/auth/login', { body: { email, password } });
    return body.accessToken;
  }

  const db = await createConnection({ uri: `${adminUrl}/${schemas.entry}` });
  return { entry: system.services.entry[0] as string, db, make, newToken };
}

const BATCH = 2_000;

/** Copies an entry to other starts (epoch ms), inside the database. The wall clock is taken to be UTC. */
export async function copyTo(
  db: Connection,
  { calendarId, id }: { calendarId: string; id: string },
  starts: readonly number[],
): Promise<void> {
  const find = 'SELECT * FROM entry WHERE calendar_id = ? AND id = ?';
  const [[model = {} as RowDataPacket]] = await db.query<RowDataPacket[]>(find, [calendarId, id]);
  const recurs = model.recurrence !== null;
  delete model.start_quarter; // which is generated
  const rows = starts.map((start, n) => {
    const end_ms = recurs ? model.end_ms : start + model.end_ms - model.start_ms;
    const wall_start = new Date(start).toISOString().slice(0, 19);
    const own = `${id.slice(0, 24)}${(n + 1).toString(16).padStart(12, '0')}`;
    const rule_start = recurs ? wall_start : null;
    return Object.values({ ...model, id: own, start_ms: start, end_ms, wall_start, rule_start });
  });
  const insert = `INSERT INTO entry (${Object.keys(model).join(', ')}) VALUES ?`;
  for (let at = 0; at < rows.length; at += BATCH) {
    await db.query(insert, [rows.slice(at, at + BATCH)]);
  }
  const count = `UPDATE calendar_ref SET entry_count = entry_count + ?, series_count = series_count + ?, series_tag = ?
    WHERE id = ?`;
  const series = recurs ? rows.length : 0;
  await db.query(count, [rows.length, series, id.slice(-8), calendarId]);
}
