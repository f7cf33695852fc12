// An entry as its row: one list of columns for every statement, so that none is forgotten.
import type { Value } from '@calendar/shared/db/statement';
import type { BriefEntry, Entry } from '../domain/entry.ts';

const columns: Record<keyof Entry, string> = {
  calendarId: 'calendar_id',
  id: 'id',
  ownerId: 'owner_id',
  title: 'title',
  description: 'description',
  location: 'location',
  startMs: 'start_ms',
  endMs: 'end_ms',
  wallStart: 'wall_start',
  timeZone: 'time_zone',
  duration: 'duration',
  durationClass: 'duration_class',
  rule: 'recurrence',
  ruleStart: 'rule_start',
  busy: 'busy',
  forced: 'forced',
  previousEntryId: 'previous_entry_id',
  nextEntryId: 'next_entry_id',
  version: 'version',
  tag: 'tag',
  tzdata: 'tzdata',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

const fields = Object.keys(columns) as (keyof Entry)[];
const names: Set<keyof Entry> = new Set(['calendarId', 'id', 'ownerId', 'createdAt']);
const changing = fields.filter((field) => !names.has(field));

const values = (entry: Entry, of: (keyof Entry)[]): Value[] => {
  const row = { ...entry, rule: entry.rule && JSON.stringify(entry.rule) };
  return of.map((field) => row[field]);
};

/** `e.start_ms AS startMs, …` */
export const selected = fields.map((field) => `e.${columns[field]} AS ${field}`).join(', ');

/** As `selected`, without a description of over 2,000 bytes: a thousand rows are no more than two megabytes then. */
export const selectedBrief = `${selected.replace(
  'e.description AS',
  'IF(LENGTH(e.description) > 2000, NULL, e.description) AS',
)}, COALESCE(LENGTH(e.description) > 2000, 0) AS cut`;

export const insertSql = `INSERT INTO entry (${fields.map((field) => columns[field]).join(', ')})
  VALUES (${fields.map(() => '?').join(', ')})`;

export const insertValues = (entry: Entry): Value[] => values(entry, fields);

export const updateSql = `UPDATE entry SET ${changing.map((field) => `${columns[field]} = ?`).join(', ')}
  WHERE calendar_id = ? AND id = ? AND owner_id = ?`;

export const updateValues = (entry: Entry): Value[] => [
  ...values(entry, changing),
  entry.calendarId,
  entry.id,
  entry.ownerId,
];

/** A row as the driver gives it: numbers where the entry has booleans, text where it has a rule. */
export type EntryRow = {
  [Name in keyof Entry]: Name extends 'busy' | 'forced'
    ? number
    : Name extends 'rule'
      ? string | null
      : Entry[Name];
};

export type BriefRow = EntryRow & { cut: number };

/** Changes the row in place, which is ours alone and one of many. */
export function toEntry(row: EntryRow): Entry {
  return Object.assign(row, {
    busy: row.busy === 1,
    forced: row.forced === 1,
    rule: row.rule === null ? null : JSON.parse(row.rule),
  });
}

/** Likewise. */
export const toBrief = (row: BriefRow): BriefEntry =>
  Object.assign(toEntry(row), { cut: row.cut === 1 });
