// Entries by name: read, written, removed. Every statement leads with the calendar and names the owner.
import { inBatches } from '@calendar/shared/db/batches';
import type { Database, Tx } from '@calendar/shared/db/connect';
import { type Read, read, rows, run } from '@calendar/shared/db/statement';
import type { BriefEntry, Entry } from '../domain/entry.ts';
import {
  type BriefRow,
  type EntryRow,
  insertSql,
  insertValues,
  selected,
  selectedBrief,
  toBrief,
  toEntry,
  updateSql,
  updateValues,
} from './entry-row.ts';

/** Which entry of whose calendar. */
export type EntryName = Pick<Entry, 'calendarId' | 'id' | 'ownerId'>;
type Names = Omit<EntryName, 'id'>;

const byName = 'e.calendar_id = ? AND e.id = ? AND e.owner_id = ?';
const selectLive = `SELECT ${selected} FROM entry e
  JOIN calendar_ref c ON c.id = e.calendar_id AND c.owner_id = e.owner_id AND c.state = 'active'
  LEFT JOIN owner o ON o.id = e.owner_id
  WHERE ${byName} AND (o.state IS NULL OR o.state = 'active')`;
const select = `SELECT ${selected} FROM entry e WHERE ${byName}`;
const many = (columns: string) => (marks: string) =>
  `SELECT ${columns} FROM entry e WHERE e.calendar_id = ? AND e.owner_id = ? AND e.id IN (${marks})`;
const selectMany = many(selected);
const selectBriefs = many(selectedBrief);
const exists = 'SELECT id FROM entry WHERE calendar_id = ? AND id = ? AND owner_id = ?';
const remove = 'DELETE FROM entry WHERE calendar_id = ? AND id = ? AND owner_id = ?';
const purge = 'DELETE FROM entry WHERE calendar_id = ? AND owner_id = ? LIMIT 1000';

// What is shown beside an entry is part of its version; when it was written stays.
const link = (column: string) => `UPDATE entry SET ${column} = ?, version = version + 1, tag = ?
  WHERE calendar_id = ? AND id = ? AND owner_id = ?`;
const links = { previous: link('previous_entry_id'), next: link('next_entry_id') };

const first = ([row]: EntryRow[]): Entry | null => (row ? toEntry(row) : null);
const named = ({ calendarId, id, ownerId }: EntryName) => [calendarId, id, ownerId];

const findThose = <Row>(
  readWith: Read,
  sql: (marks: string) => string,
  { calendarId, ownerId }: Names,
  ids: readonly string[],
): Promise<Row[]> =>
  inBatches(ids, (batch, marks) => readWith<Row>(sql(marks), [calendarId, ownerId, ...batch]));

export type Entries = ReturnType<typeof makeEntries>;

export function makeEntries(db: Database) {
  return {
    /** Null also where the calendar or the owner is deleted. `readWith` reads it at a moment with other things. */
    async find(name: EntryName, readWith?: Read): Promise<Entry | null> {
      const found = readWith
        ? readWith<EntryRow>(selectLive, named(name))
        : read<EntryRow>(db, selectLive, named(name));
      return first(await found);
    },

    /** Those of the ids that are there, whole. */
    async findMany(readWith: Read, names: Names, ids: readonly string[]): Promise<Entry[]> {
      return (await findThose<EntryRow>(readWith, selectMany, names, ids)).map(toEntry);
    },

    /** Likewise, without long descriptions. */
    async findBriefs(readWith: Read, names: Names, ids: readonly string[]): Promise<BriefEntry[]> {
      return (await findThose<BriefRow>(readWith, selectBriefs, names, ids)).map(toBrief);
    },

    async exists(readWith: Read, name: EntryName): Promise<boolean> {
      return (await readWith(exists, named(name))).length > 0;
    },

    /** As the calendar's lock holds it still. */
    async get(tx: Tx, name: EntryName): Promise<Entry | null> {
      return first(await rows<EntryRow>(tx, select, named(name)));
    },

    async insert(tx: Tx, entry: Entry): Promise<void> {
      await run(tx, insertSql, insertValues(entry));
    },

    async update(tx: Tx, entry: Entry): Promise<void> {
      await run(tx, updateSql, updateValues(entry));
    },

    /** Points an entry to another neighbour, or to none; an entry that is gone stays so. */
    async link(
      tx: Tx,
      name: EntryName,
      side: 'previous' | 'next',
      neighbour: string | null,
      tag: string,
    ): Promise<void> {
      await run(tx, links[side], [neighbour, tag, ...named(name)]);
    },

    async remove(tx: Tx, name: EntryName): Promise<void> {
      await run(tx, remove, named(name));
    },

    /** Removes a batch of a deleted calendar's entries and says how many those were. */
    purge(tx: Tx, ownerId: string, calendarId: string): Promise<number> {
      return run(tx, purge, [calendarId, ownerId]);
    },
  };
}
