// What was written about single occurrences of series: read, written, removed.
import { batchesOf, inBatches, marksFor } from '@calendar/shared/db/batches';
import type { Tx } from '@calendar/shared/db/connect';
import { type Read, run } from '@calendar/shared/db/statement';
import type { Override } from '../domain/override.ts';
import type { EntryName } from './entries.ts';
import {
  insertColumns,
  insertMarks,
  insertValues,
  type OverrideRow,
  times,
  toOverride,
  toTimes,
  whole,
} from './override-row.ts';

type Names = Omit<EntryName, 'id'>;

/** An override, and whose it is. */
export type OverrideOf = { entryId: string; override: Override };

const whereCalendar = 'WHERE calendar_id = ? AND owner_id = ?';
const whereEntry = `${whereCalendar} AND entry_id = ?`;
const ofCalendar = `FROM recurrence_override ${whereCalendar}`;
const ofEntry = `FROM recurrence_override ${whereEntry}`;
const textOf = (column: string) => `IF(occurrence_ms = ?, ${column}, NULL) AS ${column}`;
const all = `SELECT ${times}, ${textOf('description')}, ${textOf('location')}
  ${ofEntry} ORDER BY occurrence_ms`;
const one = `SELECT ${whole} ${ofEntry} AND occurrence_ms = ?`;
const timesOf = (marks: string) => `SELECT ${times} ${ofCalendar} AND entry_id IN (${marks})`;
const named = (marks: string) =>
  `SELECT ${whole} ${ofCalendar} AND (entry_id, occurrence_ms) IN (${marks})`;
const insert = (marks: string) =>
  `INSERT INTO recurrence_override (${insertColumns}) VALUES ${marks}`;
const renamed = 'SELECT CAST(? AS SIGNED) AS was, CAST(? AS SIGNED) AS becomes';
const heldOf = (column: string) =>
  `n.${column} = IF(FIND_IN_SET('${column}', n.held), s.${column}, NULL)`;
const takeTexts = (names: string) => `UPDATE recurrence_override n
  JOIN (${names}) o ON o.becomes = n.occurrence_ms
  JOIN recurrence_override s ON s.calendar_id = n.calendar_id AND s.owner_id = n.owner_id
    AND s.entry_id = ? AND s.occurrence_ms = o.was
  SET ${heldOf('description')}, ${heldOf('location')}
  WHERE n.calendar_id = ? AND n.owner_id = ? AND n.entry_id = ?`;
const putAside = `UPDATE recurrence_override SET entry_id = ? ${whereEntry}`;
const removeLater = `DELETE ${ofEntry} AND occurrence_ms >= ?`;
const remove = `DELETE ${ofEntry} AND occurrence_ms = ?`;
const purge = `DELETE ${ofCalendar} LIMIT 1000`;

const whose = ({ calendarId, ownerId }: Names) => [calendarId, ownerId];

export type Overrides = ReturnType<typeof makeOverrides>;

export function makeOverrides() {
  async function put(tx: Tx, name: EntryName, overrides: readonly Override[]): Promise<void> {
    for (let at = 0; at < overrides.length; at += 100) {
      const batch = overrides.slice(at, at + 100);
      const values = batch.flatMap((override) => insertValues(name, override));
      await run(tx, insert(marksFor(batch, insertMarks)), values);
    }
  }

  async function removeFrom(tx: Tx, name: EntryName, fromMs: number): Promise<void> {
    await run(tx, removeLater, [...whose(name), name.id, fromMs]);
  }

  /** Puts what `ofEntry` has read of one series under the name of another, texts too, which never come by here. */
  async function copy(tx: Tx, from: EntryName, to: EntryName, overrides: readonly Override[]) {
    await put(tx, to, overrides);
    const renames = overrides.flatMap(({ textsAt, occurrence }) =>
      textsAt === undefined ? [] : [[textsAt, occurrence]],
    );
    for (const batch of batchesOf(renames)) {
      const sql = takeTexts(marksFor(batch, renamed, ' UNION ALL '));
      await run(tx, sql, [...batch.flat(), from.id, ...whose(to), to.id]);
    }
  }

  return {
    /** All of a series, in order of the original start; the long texts of the occurrence `at` alone. */
    async ofEntry(read: Read, name: EntryName, at: number): Promise<Override[]> {
      const found = await read<OverrideRow>(all, [at, at, ...whose(name), name.id]);
      return found.map(toTimes);
    },

    async find(read: Read, name: EntryName, occurrence: number): Promise<Override | null> {
      const [row] = await read<OverrideRow>(one, [...whose(name), name.id, occurrence]);
      return row ? toOverride(row) : null;
    },

    /** Those of some series, without their long texts. */
    async timesOf(read: Read, names: Names, ids: readonly string[]): Promise<OverrideOf[]> {
      const found = await inBatches(ids, (batch, marks) =>
        read<OverrideRow>(timesOf(marks), [...whose(names), ...batch]),
      );
      return found.map((row) => ({ entryId: row.entryId, override: toTimes(row) }));
    },

    /** Those of some occurrences, whole. */
    async named(
      read: Read,
      names: Names,
      occurrences: readonly { entryId: string; occurrence: number }[],
    ): Promise<OverrideOf[]> {
      const found = await inBatches(
        occurrences,
        (batch, marks) =>
          read<OverrideRow>(named(marks), [
            ...whose(names),
            ...batch.flatMap(({ entryId, occurrence }) => [entryId, occurrence]),
          ]),
        '(?, ?)',
      );
      return found.map((row) => ({ entryId: row.entryId, override: toOverride(row) }));
    },

    copy,

    /** Puts what became of those that `ofEntry` has read in their place. `aside`: an id that no entry has. */
    async replaceAll(tx: Tx, name: EntryName, overrides: readonly Override[], aside: string) {
      const before = { ...name, id: aside };
      await run(tx, putAside, [aside, ...whose(name), name.id]);
      await copy(tx, before, name, overrides);
      await removeFrom(tx, before, Number.MIN_SAFE_INTEGER);
    },

    /** Puts an override in the place of the occurrence's own; null takes that away. */
    async replace(tx: Tx, name: EntryName, occurrence: number, next: Override | null) {
      await run(tx, remove, [...whose(name), name.id, occurrence]);
      if (next) await put(tx, name, [next]);
    },

    /** Removes those of occurrences from this original start on. */
    removeFrom,

    /** Removes a batch of a deleted calendar's overrides and says how many those were. */
    purge(tx: Tx, ownerId: string, calendarId: string): Promise<number> {
      return run(tx, purge, [calendarId, ownerId]);
    },
  };
}
