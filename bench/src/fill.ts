// Calendars of a given size, filled past the API: an entry every two hours in the middle of the day's grid, and some of a year.
import type { Connection } from 'mysql2/promise';

export const HOUR = 3_600_000;
export const FIRST = Date.UTC(2000, 0, 3);

const batch = 5_000;
const columns = `calendar_id, id, owner_id, title, start_ms, end_ms, wall_start, time_zone, duration, duration_class,
  busy, forced, version, tag, tzdata, created_at, updated_at`;

/** `size` entries of half an hour, one every two hours from FIRST on, and ten free ones of a year each. */
export async function fill(
  db: Connection,
  place: { calendarId: string; ownerId: string },
  size: number,
) {
  for (let from = 0; from < size; from += batch) {
    const count = Math.min(batch, size - from);
    const rows = Array.from({ length: count }, (_, i) => row(place, from + i, 0, true));
    await db.query(`INSERT INTO entry (${columns}) VALUES ?`, [rows]);
  }
  const years = Array.from({ length: 10 }, (_, i) => row(place, size + i, 365 * 24, false));
  await db.query(`INSERT INTO entry (${columns}) VALUES ?`, [years]);
  await db.query('UPDATE calendar_ref SET entry_count = ? WHERE id = ?', [
    size + 10,
    place.calendarId,
  ]);
}

function row(
  { calendarId, ownerId }: { calendarId: string; ownerId: string },
  n: number,
  hours: number,
  busy: boolean,
) {
  const start = hours ? FIRST + (n % 10) * 30 * 24 * HOUR : FIRST + n * 2 * HOUR;
  const end = start + (hours ? hours * HOUR : HOUR / 2);
  const id = `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const wall = new Date(start).toISOString().slice(0, 19);
  const duration = hours ? `P${hours / 24}D` : 'PT30M';
  return [
    calendarId,
    id,
    ownerId,
    `Entry ${n}`,
    start,
    end,
    wall,
    'UTC',
    duration,
    hours ? 3 : 0,
    busy,
    false,
    1,
    'bench',
    'bench',
    start,
    start,
  ];
}
