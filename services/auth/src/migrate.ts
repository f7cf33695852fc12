// Brings the schema of auth up to date, as the migration user; with `wait`, waits until somebody has, as the run-time user.
import { runMigrations } from '@calendar/shared/db/migrated';
import { loadMigrationUrl } from './config.ts';
import { users } from './store/migrations/0001-users.ts';
import { signingKeys } from './store/migrations/0002-signing-keys.ts';
import { outboxStream } from './store/migrations/0003-outbox-stream.ts';

await runMigrations(process.argv[2], {
  url: loadMigrationUrl(),
  migrations: [users, signingKeys, outboxStream],
});
