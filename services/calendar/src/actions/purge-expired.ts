// What has come to its end, removed batch by batch.
import type { Writer } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { purgeDeadLetters } from '@calendar/shared/events/dead-letter';
import { purgeInbox } from '@calendar/shared/events/inbox';
import { purgeOutbox } from '@calendar/shared/events/purge-outbox';
import { purgeKeys } from '@calendar/shared/idempotency/keys';
import type { PurgeJob } from '@calendar/shared/purge';

const DAY_MS = 86_400_000;
const OUTBOX_MS = 30 * DAY_MS;
// Longer than outbox and stream keep an event.
const INBOX_MS = 45 * DAY_MS;
// Time enough for somebody to look; their publishers keep the events for 30 days.
const DEAD_LETTER_MS = 90 * DAY_MS;

export function purgeExpired(db: Writer): PurgeJob[] {
  return [
    { name: 'outbox', run: (now) => transaction(db, (tx) => purgeOutbox(tx, now - OUTBOX_MS)) },
    { name: 'inbox', run: (now) => transaction(db, (tx) => purgeInbox(tx, now - INBOX_MS)) },
    { name: 'idempotency keys', run: (now) => transaction(db, (tx) => purgeKeys(tx, now)) },
    {
      name: 'dead letters',
      run: (now) => transaction(db, (tx) => purgeDeadLetters(tx, now - DEAD_LETTER_MS)),
    },
  ];
}
