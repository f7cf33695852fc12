// What stories look at tables with: a service's schema in, statements with bound values out.
import { connectDatabase } from '../db/connect.ts';
import { read, rows, run, type Value } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { until } from './until.ts';

type Place = { adminUrl: string; schemas: Record<string, string> };
type Json = ReturnType<typeof JSON.parse>;

export type Tables = AsyncDisposable & {
  /** The rows of a SELECT. */
  read: (sql: string, values?: readonly Value[]) => Promise<Json[]>;
  /** The number of rows that a statement changed; committed. */
  write: (sql: string, values?: readonly Value[]) => Promise<number>;
  /** A transaction that runs the statement, keeps its locks while `work` runs, and commits. */
  holding: <T>(sql: string, values: readonly Value[], work: () => Promise<T>) => Promise<T>;
  /** Waits until somebody waits for a lock on a row of `table`, or `other` is true. */
  someoneWaits: (table: string, other: () => boolean) => Promise<void>;
};

const waiting =
  "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE ?";

export function openTables({ adminUrl, schemas }: Place, service: string): Tables {
  const url = new URL(adminUrl);
  url.pathname = `/${schemas[service]}`;
  const db = connectDatabase({ url: url.href });
  return {
    read: (sql, values = []) => read(db, sql, values),
    write: (sql, values = []) => transaction(db, (tx) => run(tx, sql, values)),
    holding: (sql, values, work) =>
      transaction(db, async (tx) => {
        await rows(tx, sql, values);
        return work();
      }),
    someoneWaits: async (table, other) => {
      await until(async () => other() || (await read(db, waiting, [`%${table}%`])).length > 0);
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}
