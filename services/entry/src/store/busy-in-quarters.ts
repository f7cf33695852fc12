// Single entries that are busy in some quarters of the week, in order of start, then id: what a series can meet. They are found in an index that
// leads with the quarter of the start, and only what is found is read whole.
import type { Read, Value } from '@calendar/shared/db/statement';
import type { BusyEntry } from '../domain/conflicts.ts';
import { FIRST, type Position, told, type Window } from './window.ts';

const QUARTER_MS = 900_000;

// Weeks enough are added to make every time positive; quarters count from the epoch's Thursday.
const quarter = (ms: string) => `(${ms} + 62899200000000) DIV ${QUARTER_MS}`;

// A byte for each quarter of the week says how many on the next wanted one is, `NEAR` for none. It is binary, as the n-th character of
// other text has to be counted out.
const NEAR = 33;
const FAR = 93;
const meets = `ORD(SUBSTRING(CAST(? AS BINARY), MOD(${quarter('e.start_ms')}, 672) + 1, 1)) - ${NEAR}
    <= ${quarter('e.end_ms - 1')} - ${quarter('e.start_ms')}`;

// Lists of a few sizes, so that each text is prepared once. What starts in more quarters is as well read in order of time.
const SIZES = [16, 112];

const part = (durationClass: number, starts: number) => `(
  SELECT e.id, e.start_ms FROM entry e FORCE INDEX (${starts > 0 ? 'entry_quarter' : 'entry_time'})
  WHERE e.calendar_id = ? AND e.duration_class = ${durationClass}
    ${starts > 0 ? `AND e.start_quarter IN (${Array(starts).fill('?').join(', ')})` : ''}
    AND e.start_ms >= ? AND e.start_ms < ? AND e.end_ms > ? AND (e.start_ms > ? OR e.id > ?)
    AND e.busy = 1 AND e.id <> ? AND ${meets}
  ORDER BY e.start_ms, e.id LIMIT ?)`;

/** The quarters in which something this long can start and meet; none where they are too many. */
function startsOf(ahead: readonly number[], longestMs: number): number[] {
  const reach = Math.ceil(longestMs / QUARTER_MS);
  const starts = ahead.flatMap((quarters, start) => (quarters <= reach ? [start] : []));
  const size = SIZES.find((fits) => fits >= starts.length) ?? 0;
  return Array.from({ length: size }, (_, i) => starts[Math.min(i, starts.length - 1)] as number);
}

/** `ahead`: of each quarter of the week, how many quarters on the next wanted one is. Entries after a position, but for `exclude` (or ''). */
export type BusyInQuarters = (
  read: Read,
  window: Window,
  ahead: readonly number[],
  after: Position | null,
  limit: number,
  exclude: string,
) => Promise<BusyEntry[]>;

/** `longest`: the longest real length (ms) of each class of durations. */
export function busyInQuarters(longest: readonly number[], lock: string): BusyInQuarters {
  return (read, { calendarId, ownerId, startMs, endMs }, ahead, after, limit, exclude) => {
    const near = String.fromCharCode(...ahead.map((quarters) => NEAR + Math.min(quarters, FAR)));
    const { startMs: afterMs, id } = after ?? FIRST;
    const parts = longest.map((ms, durationClass) => {
      // A page was full: so many are read in order of time.
      const starts = after ? [] : startsOf(ahead, ms);
      const from = Math.max(startMs - ms, afterMs);
      const values: Value[] = [calendarId, ...starts, from, endMs, startMs, afterMs, id];
      return { sql: part(durationClass, starts.length), values: [...values, exclude, near, limit] };
    });
    const sql = `SELECT ${told} FROM (${parts.map((one) => one.sql).join(' UNION ALL ')}
      ORDER BY start_ms, id LIMIT ?) met
      JOIN entry e ON e.calendar_id = ? AND e.id = met.id AND e.owner_id = ?
      ORDER BY e.start_ms, e.id ${lock}`;
    return read(sql, [...parts.flatMap((one) => one.values), limit, calendarId, ownerId]);
  };
}
