// Entries, what this service knows of calendars and owners, and the tables of the inbox.
import type { Migration } from '@calendar/shared/db/migrate';
import { deadLetterTable, inboxTable } from '@calendar/shared/events/tables';
import { ownerTable } from '@calendar/shared/owners/owners';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const ascii = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;

/** At once authority copy, tombstone, lock and list version of a calendar. */
const calendarRefTable = `CREATE TABLE IF NOT EXISTS calendar_ref (
  id ${id} NOT NULL,
  owner_id ${id} NOT NULL,
  time_zone ${ascii(64)} NOT NULL,
  state ${ascii(8)} NOT NULL,
  list_rev BIGINT NOT NULL,
  tag ${ascii(8)} NOT NULL,
  entry_count BIGINT NOT NULL,
  series_tag ${ascii(8)} NOT NULL,
  series_count BIGINT NOT NULL,
  purged_at BIGINT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (id),
  KEY calendar_ref_owner (owner_id, state, purged_at)
)`;

/**
 * `rule_start` is the wall clock that a series counts from; an endless one ends at the end of time, never NULL. `start_quarter` is the
 * quarter of the UTC week in which it starts, from the epoch's Thursday on; weeks enough are added to make every time positive.
 */
const entryTable = `CREATE TABLE IF NOT EXISTS entry (
  calendar_id ${id} NOT NULL,
  id ${id} NOT NULL,
  owner_id ${id} NOT NULL,
  title VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,
  description TEXT CHARACTER SET utf8mb4 NULL,
  location VARCHAR(255) CHARACTER SET utf8mb4 NULL,
  start_ms BIGINT NOT NULL,
  end_ms BIGINT NOT NULL,
  wall_start CHAR(19) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  time_zone ${ascii(64)} NOT NULL,
  duration ${ascii(64)} NOT NULL,
  duration_class TINYINT NOT NULL,
  busy TINYINT NOT NULL,
  forced TINYINT NOT NULL,
  recurrence TEXT CHARACTER SET utf8mb4 NULL,
  rule_start CHAR(19) CHARACTER SET ascii COLLATE ascii_bin NULL,
  previous_entry_id ${id} NULL,
  next_entry_id ${id} NULL,
  version BIGINT NOT NULL,
  tag ${ascii(8)} NOT NULL,
  tzdata ${ascii(16)} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  start_quarter SMALLINT AS (MOD((start_ms + 62899200000000) DIV 900000, 672)) VIRTUAL,
  PRIMARY KEY (calendar_id, id),
  KEY entry_quarter (calendar_id, duration_class, start_quarter, start_ms, id, end_ms, busy),
  KEY entry_time (calendar_id, duration_class, start_ms, id, end_ms, busy)
)`;

/** What was written about one occurrence of a series, named by its original start. `held` lists the fields that are its own. */
const overrideTable = `CREATE TABLE IF NOT EXISTS recurrence_override (
  calendar_id ${id} NOT NULL,
  entry_id ${id} NOT NULL,
  occurrence_ms BIGINT NOT NULL,
  owner_id ${id} NOT NULL,
  excluded TINYINT NOT NULL,
  held ${ascii(64)} NOT NULL,
  title VARCHAR(255) CHARACTER SET utf8mb4 NULL,
  description TEXT CHARACTER SET utf8mb4 NULL,
  location VARCHAR(255) CHARACTER SET utf8mb4 NULL,
  start_ms BIGINT NULL,
  wall_ms BIGINT NULL,
  duration ${ascii(64)} NULL,
  busy TINYINT NULL,
  forced TINYINT NULL,
  PRIMARY KEY (calendar_id, entry_id, occurrence_ms)
)`;

export const entries: Migration = {
  name: '0001-entries',
  sql: [entryTable, overrideTable, calendarRefTable, ownerTable, inboxTable, deadLetterTable],
};
