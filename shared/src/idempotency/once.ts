// A write and the key that came with it in; what it made out, the first time or again.
import type { Tx, Writer } from '../db/connect.ts';
import { databaseFault, isLockTimeout } from '../db/faults.ts';
import { command } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { instruments } from '../metrics.ts';
import { freeKey, keepResult, type OwnedKey, takeKey } from './keys.ts';

/** `replayed`: made by an earlier request with the same key. */
export type Replayable<Made> = Made & { replayed: boolean };

/**
 * Runs `work` in a transaction, once for a key (null: no key, always). What it returns must be a JSON value: it is kept with the key and
 * given again. What it throws undoes it, and the key is free. Throws 422 where the key was used for another payload, and 409 where its
 * first use still runs after the 3 s that a session waits for a lock.
 */
export type Once = <Made extends object>(
  key: OwnedKey | null,
  work: (tx: Tx) => Promise<Made>,
) => Promise<Replayable<Made>>;

class Refused {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

export function makeOnce({ db, now }: { db: Writer; now: () => number }): Once {
  const { replays } = instruments();
  return async (key, work) => {
    if (!key) return { ...(await transaction(db, work)), replayed: false };
    const outcome = await transaction(db, async (tx) => {
      const first = await takeKey(tx, key, now()).catch(refuseRunning);
      if (!first) return make(tx, key, work);
      if (first.payloadHash !== key.payloadHash) throw reused();
      return { ...JSON.parse(first.result), replayed: true };
    });
    if (outcome instanceof Refused) throw outcome.reason;
    if (outcome.replayed) replays.add(1);
    return outcome;
  };
}

/**
 * Where many wait for a row whose insert is rolled back, InnoDB gives each of them a lock on the gap, and they deadlock; one that is
 * deleted they get one after the other. So what was refused is undone by itself, and its key removed by a commit.
 */
async function make<Made extends object>(
  tx: Tx,
  key: OwnedKey,
  work: (tx: Tx) => Promise<Made>,
): Promise<Replayable<Made> | Refused> {
  await command(tx, 'SAVEPOINT key_taken');
  try {
    const made = await work(tx);
    await keepResult(tx, key, JSON.stringify(made));
    return { ...made, replayed: false };
  } catch (error) {
    if (databaseFault(error) !== error) throw error;
    await command(tx, 'ROLLBACK TO SAVEPOINT key_taken');
    await freeKey(tx, key);
    return new Refused(error);
  }
}

function refuseRunning(error: unknown): never {
  if (!isLockTimeout(error)) throw error;
  const detail = 'The first request with this Idempotency-Key is still running.';
  throw new AppError('idempotency-in-progress', detail, { retryAfter: 1 });
}

const reused = () =>
  new AppError(
    'idempotency-key-reused',
    'This Idempotency-Key was sent before, with another method, path, query or body.',
  );
