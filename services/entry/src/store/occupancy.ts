// Single entries in a window of time: in order of start, then id, read off the index page by page.
import type { Read, Value } from '@calendar/shared/db/statement';
import type { BusyEntry } from '../domain/conflicts.ts';
import type { BriefEntry } from '../domain/entry.ts';
import { type BusyInQuarters, busyInQuarters } from './busy-in-quarters.ts';
import { type BriefRow, selectedBrief, toBrief } from './entry-row.ts';
import { FIRST, type Position, told, type Window } from './window.ts';

// Each class of durations reaches back from the window's start no further than its longest entry, and each part stops at the limit
// in index order: a page costs a page, however wide the window and however full the calendar.
const part = (columns: string, condition: string, lock: string, durationClass: number) => `(
  SELECT ${columns} FROM entry e
  WHERE e.calendar_id = ? AND e.duration_class = ${durationClass}
    AND e.start_ms >= ? AND e.start_ms < ? AND e.end_ms > ? AND (e.start_ms > ? OR e.id > ?) ${condition}
  ORDER BY e.start_ms, e.id LIMIT ? ${lock})`;

// The index holds all that names and orders the lines of a page; only those of the page itself are then read whole.
const names = 'e.id AS id, e.start_ms AS startMs';
const page = (union: string) => `SELECT ${selectedBrief} FROM (${union}) k
  STRAIGHT_JOIN entry e ON e.calendar_id = ? AND e.id = k.id AND e.owner_id = ?
  ORDER BY k.startMs, k.id`;

const busy = 'AND e.owner_id = ? AND e.busy = 1 AND e.id <> ?';

export type Occupancy = ReturnType<typeof makeOccupancy>;

/** The busy times of single entries; those of the entry `exclude` (or '') do not count. */
export type BusySingles = {
  /** Up to `limit` that meet the window, in order of start and id. */
  busy(read: Read, window: Window, limit: number, exclude: string): Promise<BusyEntry[]>;
  busyInQuarters: BusyInQuarters;
};

/** `longest`: the longest real length (ms) of each class of durations. */
export function makeOccupancy(longest: readonly number[]) {
  const union = (columns: string, order: string, condition = '', lock = '') =>
    `${longest.map((_, index) => part(columns, condition, lock, index)).join(' UNION ALL ')}
    ORDER BY startMs, ${order} LIMIT ?`;
  const listSql = page(union(names, 'id'));

  function values(window: Window, after: Position, limit: number, extra: Value[] = []): Value[] {
    const { calendarId, startMs, endMs } = window;
    const parts = longest.flatMap((ms) => [
      ...[calendarId, Math.max(startMs - ms, after.startMs), endMs, startMs],
      ...[after.startMs, after.id, ...extra, limit],
    ]);
    return [...parts, limit];
  }

  function busySingles(lock: string): BusySingles {
    const busySql = union(told, 'entryId', busy, lock);
    return {
      busy: (read, window, limit, exclude) =>
        read(busySql, values(window, FIRST, limit, [window.ownerId, exclude])),
      busyInQuarters: busyInQuarters(longest, lock),
    };
  }

  return {
    /** Up to `limit` entries that meet the window, in order of start and id, after a position; long descriptions are left out. */
    async list(
      read: Read,
      window: Window,
      after: Position | null,
      limit: number,
    ): Promise<BriefEntry[]> {
      const found = await read<BriefRow>(listSql, [
        ...values(window, after ?? FIRST, limit),
        ...[window.calendarId, window.ownerId],
      ]);
      return found.map(toBrief);
    },

    seen: busySingles(''),

    /** A locking read sees what was committed while we waited for the calendar, whatever snapshot came before. */
    locked: busySingles('FOR UPDATE'),
  };
}
