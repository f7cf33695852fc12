// Where single entries are looked for, and where a page of them goes on.
import type { Interval } from '../domain/time/interval.ts';

export type Window = Interval & { calendarId: string; ownerId: string };

/** After what starts there and has this id. */
export type Position = { startMs: number; id: string };

export const FIRST: Position = { startMs: Number.MIN_SAFE_INTEGER, id: '' };

/** What is told of a busy single entry. */
export const told =
  'e.id AS entryId, e.title AS title, e.start_ms AS startMs, e.end_ms AS endMs, e.time_zone AS timeZone, NULL AS occurrence';
