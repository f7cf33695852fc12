// Work in; one committed transaction out, tried again where two stood in each other's way.
import { setTimeout as delay } from 'node:timers/promises';
import type { Tx, Writer } from './connect.ts';
import { databaseFault, isConflict, isLost } from './faults.ts';
import { connectionOf } from './statement.ts';

const retries = 3;

async function abandon(tx: Tx, error: unknown): Promise<void> {
  if (isLost(error)) {
    // No use saying ROLLBACK on a dead connection; destroyed first, so that the pool does not wait for its goodbye.
    connectionOf(tx).destroy();
    await (tx as Tx & { forceCleanup: () => Promise<void> }).forceCleanup();
    return;
  }
  // Where this fails Sequelize says so and drops the connection; the caller needs to hear the first error.
  await tx.rollback().catch(() => undefined);
}

async function once<T>(db: Writer, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await db.sequelize.transaction();
  let result: T;
  try {
    result = await work(tx);
  } catch (error) {
    await abandon(tx, error);
    throw error;
  }
  await tx.commit();
  return result;
}

/**
 * Runs `work` in a READ COMMITTED transaction; what it throws rolls back. After a deadlock or a write conflict the whole runs again, up
 * to three times, so `work` must have no other effects. A connection lost in COMMIT is not tried again: the change may have
 * happened. Throws `unavailable` where the database is, and everything else unchanged.
 */
export async function transaction<T>(db: Writer, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(db, work);
    } catch (error) {
      if (attempt === retries || !isConflict(error)) throw databaseFault(error);
      await delay(Math.random() * 20 * 2 ** attempt);
    }
  }
}
