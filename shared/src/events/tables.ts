// The tables that messages need, for the migrations of the services that publish (outbox) or consume (inbox, dead_letter).

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const name = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin';

/** Times are epoch milliseconds; `created` is the database's clock, `published` NULL until the broker has it, `payload` the envelope as sent. */
export const outboxTable = `CREATE TABLE IF NOT EXISTS outbox (
  id ${id} NOT NULL PRIMARY KEY,
  aggregate_type ${name} NOT NULL,
  aggregate_id ${id} NOT NULL,
  version BIGINT NOT NULL,
  type ${name} NOT NULL,
  payload MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
  traceparent VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created BIGINT NOT NULL,
  published BIGINT NULL,
  KEY outbox_unpublished (published, created)
)`;

/**
 * The stream that an outbox is published into, as the broker says when it was `created`. Of what was published before `run` (when this
 * stream was first seen) everything up to the id `position` has been published into it again; NULL: all of it.
 */
export const outboxStreamTable = `CREATE TABLE IF NOT EXISTS outbox_stream (
  name ${name} NOT NULL PRIMARY KEY,
  created ${name} NOT NULL,
  run BIGINT NOT NULL,
  position ${id} NULL
)`;

export const inboxTable = `CREATE TABLE IF NOT EXISTS inbox (
  consumer ${name} NOT NULL,
  event_id ${id} NOT NULL,
  received BIGINT NOT NULL,
  PRIMARY KEY (consumer, event_id),
  KEY inbox_received (received)
)`;

/** What could not be read, byte for byte, and why. */
export const deadLetterTable = `CREATE TABLE IF NOT EXISTS dead_letter (
  id ${id} NOT NULL PRIMARY KEY,
  consumer ${name} NOT NULL,
  subject VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stream_sequence BIGINT NOT NULL,
  payload MEDIUMBLOB NOT NULL,
  reason TEXT CHARACTER SET utf8mb4 NOT NULL,
  received BIGINT NOT NULL
)`;
