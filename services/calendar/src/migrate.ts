// Brings the schema of the calendar service up to date, as the migration user.
import { migrate } from '@calendar/shared/db/migrate';
import { loadMigrationUrl } from './config.ts';
import { calendars } from './store/migrations/0001-calendars.ts';
import { idempotencyKeys } from './store/migrations/0002-idempotency-keys.ts';
import { outboxStream } from './store/migrations/0003-outbox-stream.ts';

await migrate({ url: loadMigrationUrl(), migrations: [calendars, idempotencyKeys, outboxStream] });
