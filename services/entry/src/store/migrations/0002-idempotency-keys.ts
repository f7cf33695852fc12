// The keys that make it safe to make or split an entry again.
import type { Migration } from '@calendar/shared/db/migrate';
import { keyTable } from '@calendar/shared/idempotency/keys';

export const idempotencyKeys: Migration = { name: '0002-idempotency-keys', sql: [keyTable] };
