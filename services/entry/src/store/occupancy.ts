// What lies in a window of time: entries in order of start, then id, read off the index page by page.
import type { Tx } from '@calendar/shared/db/connect';
import { type Read, rows, type Value } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import { type BusyTime, CLASS_MAX_MS, type Interval } from '../domain/overlap.ts';
import { type EntryRow, selected, toEntry } from './entry-row.ts';

export type Window = Interval & { calendarId: string; ownerId: string };
export type Position = { startMs: number; id: string };

/** A busy time with what a refusal tells of it. */
export type BusyEntry = BusyTime & { title: string; timeZone: string };

const FIRST: Position = { startMs: Number.MIN_SAFE_INTEGER, id: '' };

// Each class of durations reaches back from the window's start no further than its longest entry; each part stops at the limit in
// index order, so a page costs a page however wide the window and however full the calendar.
const part = (columns: string, condition: string, lock: string, durationClass: number) => `(
  SELECT ${columns} FROM entry e
  WHERE e.calendar_id = ? AND e.owner_id = ? AND e.duration_class = ${durationClass}
    AND e.start_ms >= ? AND e.start_ms < ? AND e.end_ms > ? AND (e.start_ms > ? OR e.id > ?) ${condition}
  ORDER BY e.start_ms, e.id LIMIT ? ${lock})`;

const union = (columns: string, condition = '', lock = '') =>
  `${CLASS_MAX_MS.map((_, index) => part(columns, condition, lock, index)).join(' UNION ALL ')}
  ORDER BY startMs, id LIMIT ?`;

const busy = 'AND e.busy = 1 AND e.id <> ?';
const told = 'e.id AS id, e.title AS title, e.start_ms AS startMs, e.end_ms AS endMs, e.time_zone AS timeZone';

const listSql = union(selected);
const busySql = union(told, busy);
// A locking read sees what was committed while we waited for the calendar, whatever snapshot came before.
const lockedBusySql = union(told, busy, 'FOR UPDATE');

function values(window: Window, after: Position, limit: number, exclude?: string): Value[] {
  const parts = CLASS_MAX_MS.flatMap((longest) => [
    window.calendarId,
    window.ownerId,
    Math.max(window.startMs - longest, after.startMs),
    window.endMs,
    window.startMs,
    after.startMs,
    after.id,
    ...(exclude === undefined ? [] : [exclude]),
    limit,
  ]);
  return [...parts, limit];
}

type BusyRow = Omit<BusyEntry, 'entryId' | 'occurrence'> & { id: string };

const toBusy = ({ id, ...row }: BusyRow): BusyEntry => ({ ...row, entryId: id, occurrence: null });

/** Up to `limit` entries that meet the window, after a position. */
export async function listWindow(
  read: Read,
  window: Window,
  after: Position | null,
  limit: number,
): Promise<Entry[]> {
  return (await read<EntryRow>(listSql, values(window, after ?? FIRST, limit))).map(toEntry);
}

/** Up to `limit` busy times that meet the window, without those of the entry `exclude` (or ''). */
export async function readBusy(
  read: Read,
  window: Window,
  limit: number,
  exclude: string,
): Promise<BusyEntry[]> {
  return (await read<BusyRow>(busySql, values(window, FIRST, limit, exclude))).map(toBusy);
}

/** Like `readBusy`, for a decision under the calendar's lock. */
export async function lockBusy(
  tx: Tx,
  window: Window,
  limit: number,
  exclude: string,
): Promise<BusyEntry[]> {
  return (await rows<BusyRow>(tx, lockedBusySql, values(window, FIRST, limit, exclude))).map(toBusy);
}
