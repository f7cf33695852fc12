// What lies in a window of time: entries in order of start, then id, read off the index page by page.
import type { Tx } from '@calendar/shared/db/connect';
import { type Read, rows, type Value } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import type { Interval } from '../domain/overlap.ts';
import type { BusyEntry } from '../domain/overlap-refused.ts';
import { type EntryRow, selected, toEntry } from './entry-row.ts';

export type Window = Interval & { calendarId: string; ownerId: string };
export type Position = { startMs: number; id: string };

const FIRST: Position = { startMs: Number.MIN_SAFE_INTEGER, id: '' };

// Each class of durations reaches back from the window's start no further than its longest entry, and each part stops at the limit
// in index order: a page costs a page, however wide the window and however full the calendar.
const part = (columns: string, condition: string, lock: string, durationClass: number) => `(
  SELECT ${columns} FROM entry e
  WHERE e.calendar_id = ? AND e.owner_id = ? AND e.duration_class = ${durationClass}
    AND e.start_ms >= ? AND e.start_ms < ? AND e.end_ms > ? AND (e.start_ms > ? OR e.id > ?) ${condition}
  ORDER BY e.start_ms, e.id LIMIT ? ${lock})`;

const busy = 'AND e.busy = 1 AND e.id <> ?';
const told =
  'e.id AS id, e.title AS title, e.start_ms AS startMs, e.end_ms AS endMs, e.time_zone AS timeZone';

type BusyRow = Omit<BusyEntry, 'entryId' | 'occurrence'> & { id: string };

const toBusy = ({ id, ...row }: BusyRow): BusyEntry => ({ ...row, entryId: id, occurrence: null });

export type Occupancy = ReturnType<typeof makeOccupancy>;

/** `longest`: the longest real length (ms) of each class of durations. */
export function makeOccupancy(longest: readonly number[]) {
  const union = (columns: string, condition = '', lock = '') =>
    `${longest.map((_, index) => part(columns, condition, lock, index)).join(' UNION ALL ')}
    ORDER BY startMs, id LIMIT ?`;
  const listSql = union(selected);
  const busySql = union(told, busy);
  // A locking read sees what was committed while we waited for the calendar, whatever snapshot came before.
  const lockedBusySql = union(told, busy, 'FOR UPDATE');

  function values(window: Window, after: Position, limit: number, exclude?: string): Value[] {
    const { calendarId, ownerId, startMs, endMs } = window;
    const excluded = exclude === undefined ? [] : [exclude];
    const parts = longest.flatMap((ms) => [
      ...[calendarId, ownerId, Math.max(startMs - ms, after.startMs), endMs, startMs],
      ...[after.startMs, after.id, ...excluded, limit],
    ]);
    return [...parts, limit];
  }

  return {
    /** Up to `limit` entries that meet the window, in order of start and id, after a position. */
    async list(
      read: Read,
      window: Window,
      after: Position | null,
      limit: number,
    ): Promise<Entry[]> {
      return (await read<EntryRow>(listSql, values(window, after ?? FIRST, limit))).map(toEntry);
    },

    /** Up to `limit` busy times that meet the window, without those of the entry `exclude` (or ''). */
    async busy(read: Read, window: Window, limit: number, exclude: string): Promise<BusyEntry[]> {
      return (await read<BusyRow>(busySql, values(window, FIRST, limit, exclude))).map(toBusy);
    },

    /** Like `busy`, for a decision under the calendar's lock. */
    async lockBusy(tx: Tx, window: Window, limit: number, exclude: string): Promise<BusyEntry[]> {
      return (await rows<BusyRow>(tx, lockedBusySql, values(window, FIRST, limit, exclude))).map(
        toBusy,
      );
    },
  };
}
