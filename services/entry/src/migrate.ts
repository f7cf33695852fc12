// Brings the schema of the entry service up to date, as the migration user; with `wait`, waits until somebody has, as the run-time user.
import { runMigrations } from '@calendar/shared/db/migrated';
import { loadMigrationUrl } from './config.ts';
import { entries } from './store/migrations/0001-entries.ts';
import { idempotencyKeys } from './store/migrations/0002-idempotency-keys.ts';

await runMigrations(process.argv[2], {
  url: loadMigrationUrl(),
  migrations: [entries, idempotencyKeys],
});
