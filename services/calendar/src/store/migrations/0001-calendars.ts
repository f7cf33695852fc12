// Calendars with their tombstones, their owners, and the tables of the outbox and the inbox.
import type { Migration } from '@calendar/shared/db/migrate';
import { deadLetterTable, inboxTable, outboxTable } from '@calendar/shared/events/tables';
import { ownerTable } from '@calendar/shared/owners/owners';

const calendarTable = `CREATE TABLE IF NOT EXISTS calendar (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,
  description TEXT CHARACTER SET utf8mb4 NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  tag CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (id),
  KEY calendar_newest (owner_id, state, created_at, id)
)`;

export const calendars: Migration = {
  name: '0001-calendars',
  sql: [calendarTable, ownerTable, outboxTable, inboxTable, deadLetterTable],
};
