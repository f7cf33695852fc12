// For how long events and messages are kept.
import type { Writer } from '../db/connect.ts';
import { transaction } from '../db/transaction.ts';
import type { PurgeJob } from '../purge.ts';
import { purgeDeadLetters } from './dead-letter.ts';
import { purgeInbox } from './inbox.ts';
import { purgeOutbox } from './purge-outbox.ts';

const DAY_MS = 86_400_000;
const OUTBOX_MS = 30 * DAY_MS;
// Longer than outbox and stream keep an event.
const INBOX_MS = 45 * DAY_MS;
// Time enough for somebody to look; their publishers keep the events for 30 days.
const DEAD_LETTER_MS = 90 * DAY_MS;

/** Of a service that publishes. */
export const outboxJob = (db: Writer): PurgeJob => ({
  name: 'outbox',
  run: (now) => transaction(db, (tx) => purgeOutbox(tx, now - OUTBOX_MS)),
});

/** Of a service that consumes. */
export const inboxJobs = (db: Writer): PurgeJob[] => [
  { name: 'inbox', run: (now) => transaction(db, (tx) => purgeInbox(tx, now - INBOX_MS)) },
  {
    name: 'dead letters',
    run: (now) => transaction(db, (tx) => purgeDeadLetters(tx, now - DEAD_LETTER_MS)),
  },
];
