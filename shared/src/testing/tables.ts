// What stories look at tables with: a service's schema in, statements with bound values out.
import { connectDatabase } from '../db/connect.ts';
import { read, run, type Value } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';

type Place = { adminUrl: string; schemas: Record<string, string> };
type Json = ReturnType<typeof JSON.parse>;

export type Tables = AsyncDisposable & {
  /** The rows of a SELECT. */
  read: (sql: string, values?: readonly Value[]) => Promise<Json[]>;
  /** The number of rows that a statement changed; committed. */
  write: (sql: string, values?: readonly Value[]) => Promise<number>;
};

export function openTables({ adminUrl, schemas }: Place, service: string): Tables {
  const url = new URL(adminUrl);
  url.pathname = `/${schemas[service]}`;
  const db = connectDatabase({ url: url.href });
  return {
    read: (sql, values = []) => read(db, sql, values),
    write: (sql, values = []) => transaction(db, (tx) => run(tx, sql, values)),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}
