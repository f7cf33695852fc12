// Brings the schema of the entry service up to date, as the migration user.
import { migrate } from '@calendar/shared/db/migrate';
import { loadMigrationUrl } from './config.ts';
import { entries } from './store/migrations/0001-entries.ts';
import { idempotencyKeys } from './store/migrations/0002-idempotency-keys.ts';

await migrate({ url: loadMigrationUrl(), migrations: [entries, idempotencyKeys] });
