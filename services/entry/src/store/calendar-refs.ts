// What this service knows of a calendar. Writing the row is the lock that every change of its entries takes first.

import type { Database, Tx } from '@calendar/shared/db/connect';
import { type Read, read, rows, run } from '@calendar/shared/db/statement';
import { refuseToken } from '@calendar/shared/errors';

export type CalendarRef = {
  id: string;
  ownerId: string;
  timeZone: string;
  state: 'active' | 'deleted';
  listRev: number;
  tag: string;
  entryCount: number;
  /** Another one after every write that touches a series. */
  seriesTag: string;
  seriesCount: number;
};

/** What the authority says of a calendar, at one version. */
export type CalendarState = { id: string; ownerId: string; timeZone: string; version: number };

export type CalendarRow = CalendarRef & { ownerState: 'active' | 'deleted' | null };

/** What is held of a calendar that is not over and done with. */
export type HeldCalendar = CalendarState & { state: 'active' | 'deleted' };

export const selectRefs = `SELECT c.id, c.owner_id AS ownerId, c.time_zone AS timeZone, c.state,
    c.list_rev AS listRev, c.tag, c.entry_count AS entryCount,
    c.series_tag AS seriesTag, c.series_count AS seriesCount, o.state AS ownerState
  FROM calendar_ref c LEFT JOIN owner o ON o.id = c.owner_id`;
const select = `${selectRefs} WHERE c.id = ? AND c.owner_id = ? AND c.state = 'active'`;

const known = 'SELECT id FROM calendar_ref WHERE id = ?';

// By the primary key alone: `bury` locks it before the index of owners, and who locks the other way round deadlocks with it.
const touch = `UPDATE calendar_ref FORCE INDEX (PRIMARY)
  SET list_rev = list_rev + 1, tag = ?, entry_count = entry_count + ?
  WHERE id = ? AND owner_id = ? AND state = 'active'`;

const touchSeries = `UPDATE calendar_ref FORCE INDEX (PRIMARY)
  SET series_tag = ?, series_count = series_count + ?, entry_count = entry_count + ?
  WHERE id = ? AND owner_id = ?`;

// Assignments run from left to right and each looks at the version, so the version comes last.
const keep = `INSERT INTO calendar_ref
    (id, owner_id, time_zone, state, list_rev, tag, entry_count, series_tag, series_count, purged_at, version)
  VALUES (?, ?, ?, 'active', 1, ?, 0, '', 0, NULL, ?)
  ON DUPLICATE KEY UPDATE
    time_zone = IF(VALUES(version) > version AND state = 'active', VALUES(time_zone), time_zone),
    version = IF(VALUES(version) > version AND state = 'active', VALUES(version), version)`;

const bury = `INSERT INTO calendar_ref
    (id, owner_id, time_zone, state, list_rev, tag, entry_count, series_tag, series_count, purged_at, version)
  VALUES (?, ?, ?, 'deleted', 1, ?, 0, '', 0, NULL, ?)
  ON DUPLICATE KEY UPDATE
    state = 'deleted', list_rev = list_rev + 1, tag = VALUES(tag), version = GREATEST(version, VALUES(version))`;

const buryAll = `UPDATE calendar_ref SET state = 'deleted', list_rev = list_rev + 1, tag = ?
  WHERE owner_id = ? AND state = 'active'`;

const unpurged = `SELECT id FROM calendar_ref
  WHERE owner_id = ? AND state = 'deleted' AND purged_at IS NULL LIMIT 100`;

const isPurged = 'SELECT id FROM calendar_ref WHERE id = ? AND purged_at IS NOT NULL';

// By ids alone, for the reconciler: no client asks.
const unsettled = `SELECT id, owner_id AS ownerId, time_zone AS timeZone, version, state
  FROM calendar_ref WHERE id > ? AND (state = 'active' OR purged_at IS NULL) ORDER BY id LIMIT ?`;

const adopt = `UPDATE calendar_ref FORCE INDEX (PRIMARY) SET time_zone = ?, version = ?
  WHERE id = ? AND owner_id = ? AND state = 'active' AND version = ?`;

const purged = `UPDATE calendar_ref FORCE INDEX (PRIMARY) SET purged_at = ?, entry_count = 0
  WHERE id = ? AND owner_id = ? AND state = 'deleted'`;

/** Throws 401 for a deleted owner. */
export function activeOwner(row: CalendarRow | undefined): CalendarRef | null {
  if (row?.ownerState === 'deleted') throw refuseToken();
  return row ?? null;
}

export type CalendarRefs = ReturnType<typeof makeCalendarRefs>;

export function makeCalendarRefs(db: Database) {
  return {
    /** Null where this owner has no such calendar, or none that is known yet. Throws 401 for a deleted owner. */
    async find(ownerId: string, id: string, readWith?: Read): Promise<CalendarRef | null> {
      const found = readWith
        ? readWith<CalendarRow>(select, [id, ownerId])
        : read<CalendarRow>(db, select, [id, ownerId]);
      return activeOwner((await found)[0]);
    },

    /** Whether there is a row at all, whoever owns it and in whatever state. */
    async isKnown(id: string): Promise<boolean> {
      return (await read(db, known, [id])).length > 0;
    },

    /** Takes the calendar's lock by a write that moves its revision, and counts `added` entries. Null and throws as `find`. */
    async touch(
      tx: Tx,
      ownerId: string,
      id: string,
      tag: string,
      added: number,
    ): Promise<CalendarRef | null> {
      if ((await run(tx, touch, [tag, added, id, ownerId])) === 0) return null;
      return activeOwner((await rows<CalendarRow>(tx, select, [id, ownerId]))[0]);
    },

    /** Under the calendar's lock: says that its series are others now, and counts `added` of them and of its entries. */
    async touchSeries(
      tx: Tx,
      { ownerId, id }: Pick<CalendarRef, 'ownerId' | 'id'>,
      tag: string,
      added: { series: number; entries: number },
    ): Promise<void> {
      await run(tx, touchSeries, [tag, added.series, added.entries, id, ownerId]);
    },

    /** Keeps what the authority said, never over a newer version or a tombstone. */
    async keep(
      tx: Tx,
      { id, ownerId, timeZone, version }: CalendarState,
      tag: string,
    ): Promise<void> {
      await run(tx, keep, [id, ownerId, timeZone, tag, version]);
    },

    /** Leaves a tombstone, also for a calendar never heard of. */
    async bury(
      tx: Tx,
      { id, ownerId, timeZone, version }: CalendarState,
      tag: string,
    ): Promise<void> {
      await run(tx, bury, [id, ownerId, timeZone, tag, version]);
    },

    async buryAll(tx: Tx, ownerId: string, tag: string): Promise<void> {
      await run(tx, buryAll, [tag, ownerId]);
    },

    /** Up to 100 tombstones of an owner whose entries may still be there. */
    async unpurged(ownerId: string): Promise<string[]> {
      return (await read<{ id: string }>(db, unpurged, [ownerId])).map(({ id }) => id);
    },

    /** Whether there is a tombstone whose entries are gone. */
    async isPurged(tx: Tx, id: string): Promise<boolean> {
      return (await rows(tx, isPurged, [id])).length > 0;
    },

    /** Up to `limit` calendars after an id, in order: those that live, and tombstones whose entries may still be there. */
    unsettled(after: string, limit: number): Promise<HeldCalendar[]> {
      return read<HeldCalendar>(db, unsettled, [after, limit]);
    },

    /** Takes the authority's word, also an older one, unless the row has moved from version `held` on. */
    async adopt(tx: Tx, state: CalendarState, held: number): Promise<void> {
      const { id, ownerId, timeZone, version } = state;
      await run(tx, adopt, [timeZone, version, id, ownerId, held]);
    },

    async markPurged(tx: Tx, ownerId: string, id: string, now: number): Promise<void> {
      await run(tx, purged, [now, id, ownerId]);
    },
  };
}
