// The calendars that are compared, and what takes them back to where they were.
import type { RowDataPacket } from 'mysql2/promise';
import { type Bench, copyTo } from './bench.ts';
import { iso, MINUTE, singleStarts, thousandSeries } from './plan.ts';
import { WEEKS, weekOf } from './targets.ts';

export const LONG_PAGE = 1_000;

/** 1,000 series and 100,000 single entries. */
export async function fillLarge(bench: Bench): Promise<string> {
  const calendarId = await bench.make('/calendars', { name: 'large' });
  const path = `/calendars/${calendarId}/entries?force=true`;
  for (const series of thousandSeries()) await bench.make(path, { title: 'Series', ...series });
  await fillSingles(bench, calendarId, 'PT15M', singleStarts());
  return calendarId;
}

/** As many single entries in each of the weeks as fill a long page, and one more. */
export async function fillSmall(bench: Bench): Promise<string> {
  const calendarId = await bench.make('/calendars', { name: 'small' });
  const places = Array.from({ length: LONG_PAGE + 1 }, (_, n) => n * 10 * MINUTE);
  const weeks = Array.from({ length: WEEKS }, (_, n) => weekOf(n).startMs);
  const starts = weeks.flatMap((week) => places.map((place) => week + place));
  await fillSingles(bench, calendarId, 'PT5M', starts);
  return calendarId;
}

async function fillSingles(
  { make, db }: Bench,
  calendarId: string,
  duration: string,
  [first, ...others]: number[],
) {
  const single = { title: 'Single', start: iso(first as number), duration };
  const id = await make(`/calendars/${calendarId}/entries`, single);
  await copyTo(db, { calendarId, id }, others);
}

/** Takes away what was made after this was called. */
export async function restoring({ make, db }: Bench, calendarId: string) {
  const marker = { title: 'Last', start: iso(0), duration: 'PT1S' };
  const last = await make(`/calendars/${calendarId}/entries`, marker);
  const [[counts]] = await db.query<RowDataPacket[]>(
    'SELECT entry_count, series_count FROM calendar_ref WHERE id = ?',
    [calendarId],
  );
  let times = 0;
  return async () => {
    times += 1;
    await db.query('DELETE FROM entry WHERE calendar_id = ? AND id > ?', [calendarId, last]);
    await db.query('UPDATE calendar_ref SET ?, series_tag = ? WHERE id = ?', [
      ...[counts, `r${times}`, calendarId],
    ]);
  };
}
