// What stories look at tables with: a service's schema in, statements with bound values out.
import { connectDatabase } from '../db/connect.ts';
import { read, rows, run, type Value } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';

type Place = { adminUrl: string; schemas: Record<string, string> };
type Json = ReturnType<typeof JSON.parse>;

type Running = { db: string | null; Info: string | null };

export type Tables = AsyncDisposable & {
  /** The rows of a SELECT. */
  read: (sql: string, values?: readonly Value[]) => Promise<Json[]>;
  /** The number of rows that a statement changed; committed. */
  write: (sql: string, values?: readonly Value[]) => Promise<number>;
  /** A transaction that runs the statement, keeps its locks while `work` runs, and commits. */
  holding: <T>(sql: string, values: readonly Value[], work: () => Promise<T>) => Promise<T>;
  /** Whether a statement that names `table` runs at this moment, or waits for a lock. */
  isBusy: (table: string) => Promise<boolean>;
};

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
    isBusy: async (table) => {
      const running = await read<Running>(db, 'SHOW FULL PROCESSLIST', []);
      return running.some((each) => each.db === schemas[service] && each.Info?.includes(table));
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}
