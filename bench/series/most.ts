// The largest calendars that there may be: 10,000 series, and 10,000 occurrences of one that are excluded or moved.
import type { RowDataPacket } from 'mysql2/promise';
import { type Bench, copyTo } from './bench.ts';
import { DAY, iso, MIDDLE, MINUTE, thousandSeries } from './plan.ts';

const MOST = 10_000;

/** The path of a new calendar's entries. */
export async function newCalendar({ make }: Bench, name: string): Promise<string> {
  return `/calendars/${await make('/calendars', { name })}/entries`;
}

const idOf = (path: string) => path.split('/')[2] as string;

export async function addThousand({ make }: Bench, path: string): Promise<void> {
  for (const series of thousandSeries()) {
    await make(`${path}?force=true`, { title: 'Series', ...series });
  }
}

/** Fills a calendar of a thousand up to two below what it may hold, by copies of three series at every seventh minute. */
export async function addMost({ make, db }: Bench, path: string): Promise<void> {
  const starts = Array.from({ length: 2_998 }, (_, n) => MIDDLE + (n + 1) * 7 * MINUTE);
  for (const frequency of ['daily', 'weekly', 'monthly']) {
    const sent = { title: 'Copied', start: iso(MIDDLE), duration: 'PT1M' };
    const id = await make(`${path}?force=true`, { ...sent, recurrence: { frequency } });
    await copyTo(db, { calendarId: idOf(path), id }, starts);
  }
}

/** A daily series of which the second occurrence is excluded, the third moved, and so on: 10,000 in all. Says its id. */
export async function addOverrides({ make, db }: Bench, path: string): Promise<string> {
  const sent = { title: 'Much changed', start: iso(MIDDLE), duration: 'PT1H' };
  const id = await make(path, { ...sent, recurrence: { frequency: 'daily' } });
  const names = 'calendar_id, entry_id, owner_id, occurrence_ms, excluded, held, start_ms, wall_ms';
  const rows = Array.from({ length: MOST }, (_, n) => {
    const occurrence = MIDDLE + (n + 1) * DAY;
    const isMoved = n % 2 === 1;
    const start = isMoved ? occurrence + 5 * MINUTE : null;
    return [occurrence, isMoved ? 0 : 1, isMoved ? 'start' : '', start, start];
  });
  const find = 'SELECT owner_id FROM entry WHERE calendar_id = ? AND id = ?';
  const [[found]] = await db.query<RowDataPacket[]>(find, [idOf(path), id]);
  await db.query(`INSERT INTO recurrence_override (${names}) VALUES ?`, [
    rows.map((row) => [idOf(path), id, found?.owner_id, ...row]),
  ]);
  return id;
}

/** Says that all series have changed, so that nothing that the service has kept of them holds. */
export async function makeCold({ db }: Bench): Promise<void> {
  await db.query("UPDATE entry SET tag = 'cold' WHERE duration_class = 4");
  await db.query("UPDATE calendar_ref SET series_tag = 'cold'");
}
