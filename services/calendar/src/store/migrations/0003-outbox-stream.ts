// Which stream the outbox is published into, so that a lost one is noticed.
import type { Migration } from '@calendar/shared/db/migrate';
import { outboxStreamTable } from '@calendar/shared/events/tables';

export const outboxStream: Migration = { name: '0003-outbox-stream', sql: [outboxStreamTable] };
