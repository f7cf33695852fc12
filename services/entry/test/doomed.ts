// Many calendars with many entries each, and what is left of them.
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import type { Api } from '@calendar/shared/testing/client';
import type { Tables } from '@calendar/shared/testing/tables';
import { entryAt, idOf, newCalendar, writtenColumns } from './making.ts';

/** The paths of new calendars. The first entry of each is made through the API, the others are copies of it. */
export async function filledCalendars(
  { request, entries }: { request: Api; entries: Tables },
  token: string,
  calendars: number,
  perCalendar: number,
): Promise<string[]> {
  const paths = await atOnce(4, upTo(calendars), async () => {
    const path = await newCalendar({ request, token });
    const made = await request('POST', `${path}/entries`, { token, body: entryAt(1) });
    expect(made.status).toBe(201);
    return path;
  });
  const columns = await writtenColumns(entries);
  const copied = columns.map((column) => (column === 'id' ? 'UUID()' : column));
  const copy = `INSERT INTO entry (${columns}) WITH RECURSIVE n AS (SELECT 2 AS i UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    SELECT ${copied} FROM entry, n WHERE calendar_id = ?`;
  for (const path of paths) await entries.write(copy, [perCalendar, idOf(path)]);
  return paths;
}

const named = (paths: readonly string[]) => {
  const ids = paths.map(idOf);
  return { ids, marks: `(${ids.map(() => '?').join(', ')})` };
};

/** Everything that the entry service has of some calendars. */
export async function everythingOf(entries: Tables, paths: readonly string[]) {
  const { ids, marks } = named(paths);
  const select = (table: string, key: string) =>
    entries.read(`SELECT * FROM ${table} WHERE ${key} IN ${marks} ORDER BY 1, 2`, ids);
  return { refs: await select('calendar_ref', 'id'), rows: await select('entry', 'calendar_id') };
}

/** How many entries some calendars have. */
export async function entriesLeft(entries: Tables, paths: readonly string[]): Promise<number> {
  const { ids, marks } = named(paths);
  const count = `SELECT COUNT(*) AS n FROM entry WHERE calendar_id IN ${marks}`;
  return (await entries.read(count, ids))[0].n;
}

/** Whether `condition` holds for the row of each calendar. */
export async function allAre(
  entries: Tables,
  paths: readonly string[],
  condition: string,
): Promise<boolean> {
  const { ids, marks } = named(paths);
  const count = `SELECT COUNT(*) AS n FROM calendar_ref WHERE id IN ${marks} AND ${condition}`;
  return (await entries.read(count, ids))[0].n === paths.length;
}

/** Whether calendars are tombstones, and all of theirs is gone. */
export const areGone = async (entries: Tables, paths: readonly string[]): Promise<boolean> =>
  (await entriesLeft(entries, paths)) === 0 &&
  (await allAre(entries, paths, "state = 'deleted' AND purged_at IS NOT NULL"));
