// What was written about single occurrences of series: read, written, removed.
import type { Tx } from '@calendar/shared/db/connect';
import { type Read, run } from '@calendar/shared/db/statement';
import type { Override } from '../domain/override.ts';
import { inBatches } from './batches.ts';
import type { EntryName } from './entries.ts';
import {
  insertColumns,
  insertMarks,
  insertValues,
  type OverrideRow,
  times,
  toOverride,
  whole,
} from './override-row.ts';

type Names = Omit<EntryName, 'id'>;

/** An override without its long texts, and whose it is. */
export type OverrideOf = { entryId: string; override: Override };

const ofCalendar = 'FROM recurrence_override WHERE calendar_id = ? AND owner_id = ?';
const ofEntry = `${ofCalendar} AND entry_id = ?`;
const all = `SELECT ${whole} ${ofEntry} ORDER BY occurrence_ms`;
const one = `SELECT ${whole} ${ofEntry} AND occurrence_ms = ?`;
const timesOf = (marks: string) => `SELECT ${times} ${ofCalendar} AND entry_id IN (${marks})`;
const named = (marks: string) =>
  `SELECT ${whole} ${ofCalendar} AND (entry_id, occurrence_ms) IN (${marks})`;
const insert = (marks: string) =>
  `INSERT INTO recurrence_override (${insertColumns}) VALUES ${marks}`;
const removeFrom = `DELETE ${ofEntry} AND occurrence_ms >= ?`;
const remove = `DELETE ${ofEntry} AND occurrence_ms = ?`;
const purge = `DELETE ${ofCalendar} LIMIT 1000`;

const whose = ({ calendarId, ownerId }: Names) => [calendarId, ownerId];

export type Overrides = ReturnType<typeof makeOverrides>;

const withOwner = (row: OverrideRow): OverrideOf => ({
  entryId: row.entryId,
  override: toOverride(row),
});

export function makeOverrides() {
  async function put(tx: Tx, name: EntryName, overrides: readonly Override[]): Promise<void> {
    for (let at = 0; at < overrides.length; at += 100) {
      const batch = overrides.slice(at, at + 100);
      const values = batch.flatMap((override) => insertValues(name, override));
      await run(tx, insert(batch.map(() => insertMarks).join(', ')), values);
    }
  }

  return {
    /** All of a series, in order of the original start. */
    async ofEntry(read: Read, name: EntryName): Promise<Override[]> {
      return (await read<OverrideRow>(all, [...whose(name), name.id])).map(toOverride);
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
      return found.map(withOwner);
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
      return found.map(withOwner);
    },

    put,

    /** Puts an override in the place of the occurrence's own; null takes that away. */
    async replace(tx: Tx, name: EntryName, occurrence: number, next: Override | null) {
      await run(tx, remove, [...whose(name), name.id, occurrence]);
      if (next) await put(tx, name, [next]);
    },

    /** Removes those of occurrences from this original start on. */
    async removeFrom(tx: Tx, name: EntryName, fromMs: number): Promise<void> {
      await run(tx, removeFrom, [...whose(name), name.id, fromMs]);
    },

    /** Removes a batch of a deleted calendar's overrides and says how many those were. */
    purge(tx: Tx, ownerId: string, calendarId: string): Promise<number> {
      return run(tx, purge, [calendarId, ownerId]);
    },
  };
}
