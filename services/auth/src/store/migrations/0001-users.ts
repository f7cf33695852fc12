// The first tables: users, their refresh tokens, and failed logins. Times are epoch milliseconds.
import type { Migration } from '@calendar/shared/db/migrate';
import { outboxTable } from '@calendar/shared/events/tables';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const digest = 'CHAR(64) CHARACTER SET ascii COLLATE ascii_bin';
const ascii = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;
const text = (length: number) => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

// A deleted user keeps id, state and version; NULL in email_key gives the address free. Lower case can be longer than what was sent.
const user = `CREATE TABLE IF NOT EXISTS user (
  id ${id} NOT NULL PRIMARY KEY,
  email ${text(254)} NULL,
  email_key ${text(768)} NULL,
  name ${text(255)} NULL,
  password_hash ${ascii(255)} NULL,
  state ${ascii(8)} NOT NULL,
  version BIGINT NOT NULL,
  tag ${ascii(16)} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE KEY user_email (email_key)
)`;

const family = `CREATE TABLE IF NOT EXISTS refresh_family (
  id ${id} NOT NULL PRIMARY KEY,
  user_id ${id} NOT NULL,
  rotations BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT NULL,
  KEY refresh_family_user (user_id, revoked_at),
  KEY refresh_family_expiry (expires_at)
)`;

const token = `CREATE TABLE IF NOT EXISTS refresh_token (
  hash ${digest} NOT NULL PRIMARY KEY,
  family_id ${id} NOT NULL,
  user_id ${id} NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NULL,
  KEY refresh_token_expiry (expires_at)
)`;

const failure = `CREATE TABLE IF NOT EXISTS login_failure (
  attempt_key ${digest} NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  KEY login_failure_age (updated_at)
)`;

export const users: Migration = {
  name: '0001-users',
  sql: [user, family, token, failure, outboxTable],
};
