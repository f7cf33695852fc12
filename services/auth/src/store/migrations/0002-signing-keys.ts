// The keys that sign access tokens, sealed. Times are epoch milliseconds of the database's clock.
import type { Migration } from '@calendar/shared/db/migrate';

const signingKey = `CREATE TABLE IF NOT EXISTS signing_key (
  kid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  sealed TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  added_at BIGINT NOT NULL,
  signs_since BIGINT NULL
)`;

export const signingKeys: Migration = { name: '0002-signing-keys', sql: [signingKey] };
