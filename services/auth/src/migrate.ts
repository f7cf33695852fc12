// Brings the schema of auth up to date, as the migration user.
import { migrate } from '@calendar/shared/db/migrate';
import { loadMigrationUrl } from './config.ts';
import { users } from './store/migrations/0001-users.ts';
import { signingKeys } from './store/migrations/0002-signing-keys.ts';
import { outboxStream } from './store/migrations/0003-outbox-stream.ts';

await migrate({ url: loadMigrationUrl(), migrations: [users, signingKeys, outboxStream] });
