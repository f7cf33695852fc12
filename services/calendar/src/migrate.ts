// Brings the schema of the calendar service up to date, as the migration user; with `wait`, waits until somebody has, as the run-time user.
import { runMigrations } from '@calendar/shared/db/migrated';
import { loadMigrationUrl } from './config.ts';
import { calendars } from './store/migrations/0001-calendars.ts';
import { idempotencyKeys } from './store/migrations/0002-idempotency-keys.ts';
import { outboxStream } from './store/migrations/0003-outbox-stream.ts';

await runMigrations(process.argv[2], {
  url: loadMigrationUrl(),
  migrations: [calendars, idempotencyKeys, outboxStream],
});
