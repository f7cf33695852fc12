// A service's migrations in; its schema brought up to date. Run by the migration user before a new version starts.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { AppError } from '../errors.ts';
import { connectWriter } from './connect.ts';
import { withFaults } from './faults.ts';
import { type Lease, lease, leaseTable } from './lease.ts';

/** `name` orders and identifies it and never changes; `sql` must bear a second run (IF NOT EXISTS), as DDL commits by itself. */
export type Migration = {
  name: string;
  sql: readonly string[];
  /** Where it takes something away: the released version, `1.4.0`, that had ceased to use it. Migrations only add otherwise. */
  unusedSince?: string;
};

const patienceMs = 60_000;
const leaseMs = 20_000;
const pauseMs = 250;

/** Tries until `attempt` gives true, or throws its last error (or a plain one) after a minute. */
async function patiently(what: string, attempt: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      if (await attempt()) return;
      if (Date.now() > end) throw new Error(`Waited for a minute: ${what}`);
    } catch (error) {
      const passes = error instanceof AppError && error.kind === 'unavailable';
      if (!passes || Date.now() > end) throw error;
    }
    await delay(pauseMs);
  }
}

function umzug(sequelize: Sequelize, migrations: readonly Migration[]) {
  return new Umzug({
    migrations: migrations.map(({ name, sql }) => ({
      name,
      up: async () => {
        for (const statement of sql) await sequelize.query(statement);
      },
    })),
    storage: new SequelizeStorage({ sequelize }),
    logger: undefined,
  });
}

async function holding(held: Lease, work: () => Promise<string[]>): Promise<string[]> {
  await patiently('another migration runs', () => held.take());
  // A lost renewal shows as the next migration's own error; the statements bear a second run.
  const renewal = setInterval(() => held.take().catch(() => undefined), leaseMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await held.release();
  }
}

/**
 * Runs what has not run yet, in the order given, and says which. Waits up to a minute for the database and for another run. Throws
 * what a failing statement says.
 */
export async function migrate({
  url,
  migrations,
}: {
  url: string;
  migrations: readonly Migration[];
}): Promise<string[]> {
  const sequelize = connectWriter(url, 0);
  try {
    await patiently('the database', async () => {
      await withFaults(() => sequelize.query(leaseTable));
      return true;
    });
    const held = lease({ sequelize }, 'migrate', randomUUID(), leaseMs);
    return await holding(held, async () =>
      (await umzug(sequelize, migrations).up()).map(({ name }) => name),
    );
  } finally {
    await sequelize.close();
  }
}
