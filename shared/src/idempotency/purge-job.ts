// Keys are kept for their 24 hours.
import type { Writer } from '../db/connect.ts';
import { transaction } from '../db/transaction.ts';
import type { PurgeJob } from '../purge.ts';
import { purgeKeys } from './keys.ts';

export const keysJob = (db: Writer): PurgeJob => ({
  name: 'idempotency keys',
  run: (now) => transaction(db, (tx) => purgeKeys(tx, now)),
});
