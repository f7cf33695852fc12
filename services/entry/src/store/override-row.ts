// An override as its row. `held` lists the fields that it holds, as null is a value of some of them.
import type { Value } from '@calendar/shared/db/statement';
import type { Held, Override } from '../domain/override.ts';

/** What an occurrence's time and its line in a conflict come from; long texts only where asked for. */
export type OverrideRow = {
  entryId: string;
  occurrence: number;
  excluded: number;
  held: string;
  title: string | null;
  startMs: number | null;
  wallMs: number | null;
  duration: string | null;
  busy: number | null;
  forced: number | null;
  description?: string | null;
  location?: string | null;
};

export const times = `entry_id AS entryId, occurrence_ms AS occurrence, excluded, held, title,
  start_ms AS startMs, wall_ms AS wallMs, duration, busy, forced`;
export const whole = `${times}, description, location`;

export const insertColumns = `calendar_id, owner_id, entry_id, occurrence_ms, excluded, held, title, start_ms,
  wall_ms, duration, busy, forced, description, location`;

export const insertMarks = `(${insertColumns.replace(/\w+/g, '?')})`;

const optional = <T>(value: T | undefined): T | null => value ?? null;

export function insertValues(
  { calendarId, ownerId, id }: { calendarId: string; ownerId: string; id: string },
  { occurrence, excluded, held, forced }: Override,
): Value[] {
  const { title, description, location, busy, start, duration } = held;
  return [
    ...[calendarId, ownerId, id, occurrence, excluded, Object.keys(held).join()],
    ...[optional(title), optional(start?.startMs), optional(start?.wallMs)],
    ...[optional(duration), optional(busy), forced],
    ...[optional(description), optional(location)],
  ];
}

const fromFlag = (flag: number | null): boolean | null => (flag === null ? null : flag === 1);

export function toOverride(row: OverrideRow): Override {
  const { occurrence, excluded, forced, startMs, wallMs } = row;
  const all = {
    title: row.title,
    description: row.description,
    location: row.location,
    busy: fromFlag(row.busy),
    start: { startMs, wallMs },
    duration: row.duration,
  };
  const names = row.held === '' ? [] : (row.held.split(',') as (keyof typeof all)[]);
  const held = Object.fromEntries(names.map((name) => [name, all[name]])) as Held;
  return { occurrence, excluded: excluded === 1, held, forced: fromFlag(forced) };
}

/** Of a row that was read for its times. */
export function toTimes(row: OverrideRow): Override {
  const holdsText = /description|location/.test(row.held);
  return { ...toOverride(row), ...(holdsText && { textsAt: row.occurrence }) };
}
