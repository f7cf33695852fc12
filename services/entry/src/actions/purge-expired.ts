// What has come to its end, removed batch by batch.
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { purgeInbox } from '@calendar/shared/events/inbox';
import { purgeKeys } from '@calendar/shared/idempotency/keys';
import type { PurgeJob } from '@calendar/shared/purge';

// Longer than outbox and stream keep an event.
const INBOX_MS = 45 * 86_400_000;

export const purgeExpired = (db: Writer): PurgeJob[] => [
  { name: 'inbox', run: (now) => transaction(db, (tx) => purgeInbox(tx, now - INBOX_MS)) },
  { name: 'idempotency keys', run: (now) => transaction(db, (tx) => purgeKeys(tx, now)) },
];
