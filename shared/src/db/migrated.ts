// A service's migrations in; ends once its schema has them all. Run by the run-time user, before an instance of a new version starts.
import { QueryTypes, type Sequelize } from 'sequelize';
import { wholeMessage } from '../errors.ts';
import { insist } from '../insist.ts';
import { connectWriter } from './connect.ts';
import { withFaults } from './faults.ts';
import { type Migration, migrate } from './migrate.ts';

type Given = { url: string; migrations: readonly Migration[] };

const statementMs = 5_000;
/** No such table: nothing has run yet. */
const ER_NO_SUCH_TABLE = 1146;

async function missing(sequelize: Sequelize, migrations: Given['migrations']): Promise<string[]> {
  const select = () =>
    sequelize.query<{ name: string }>('SELECT name FROM SequelizeMeta', {
      type: QueryTypes.SELECT,
    });
  const found = await withFaults(select).catch((error) => {
    if (error.original?.errno === ER_NO_SUCH_TABLE) return [];
    throw error;
  });
  const done = new Set(found.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

/**
 * Looks until nothing is missing; a database or a user that is not there yet is waited for too.
 * Throws an Error that says what is missing, or what the database says, when `patienceMs` have passed.
 */
export async function untilMigrated({
  url,
  migrations,
  patienceMs = 60_000,
}: Given & { patienceMs?: number }): Promise<void> {
  const sequelize = connectWriter(url, statementMs);
  const look = async () => {
    const names = await missing(sequelize, migrations);
    if (names.length > 0)
      throw new Error(`it lacks ${names.join(', ')}; see the log of the migration`);
  };
  try {
    await insist(look, patienceMs);
  } catch (error) {
    throw new Error(`The schema is not ready: ${wholeMessage(error as Error)}`);
  } finally {
    await sequelize.close();
  }
}

/** What a service's `migrate.ts` does: migrates, or with the word `wait` behind it waits until somebody has. Says faults in one line. */
export async function runMigrations(word: string | undefined, given: Given): Promise<void> {
  try {
    await (word === 'wait' ? untilMigrated(given) : migrate(given));
  } catch (error) {
    console.error(`Migration: ${wholeMessage(error as Error)}`);
    process.exitCode = 1;
  }
}
