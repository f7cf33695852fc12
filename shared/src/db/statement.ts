// Raw SQL with bound values, prepared once per connection: keep the text constant. BIGINT and COUNT arrive as numbers, SUM as text.
import type { Connection, QueryResult, ResultSetHeader } from 'mysql2';
import type { Database, Tx } from './connect.ts';
import { isLost, withFaults } from './faults.ts';

export type Value = string | number | bigint | boolean | Buffer | null;
export type Read = <T>(sql: string, values: readonly Value[]) => Promise<T[]>;

/** The mysql2 connection behind a Sequelize transaction, which the types of Sequelize hide. */
export function connectionOf(tx: Tx): Connection {
  return (tx as unknown as { connection: Connection }).connection;
}

function execute(tx: Tx, sql: string, values: readonly Value[]): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    connectionOf(tx).execute(sql, [...values], (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
}

/** The rows of a SELECT inside a transaction; errors are the driver's own, mapped where the transaction ends. */
export async function rows<T>(tx: Tx, sql: string, values: readonly Value[]): Promise<T[]> {
  return (await execute(tx, sql, values)) as T[];
}

/** `rows` as a function to read with, for what reads inside a transaction as well as outside. */
export const reading =
  (tx: Tx): Read =>
  (sql, values) =>
    rows(tx, sql, values);

/** How many rows a statement changed: a row found with these values already in it does not count, an upsert that updates counts 2. */
export async function run(tx: Tx, sql: string, values: readonly Value[]): Promise<number> {
  return ((await execute(tx, sql, values)) as ResultSetHeader).affectedRows;
}

/** A statement that servers do not prepare, such as SAVEPOINT. */
export function command(tx: Tx, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connectionOf(tx).query(sql, (error) => (error ? reject(error) : resolve()));
  });
}

/** The rows of one SELECT outside of any transaction. Unavailable where the database is. */
export function read<T>(db: Database, sql: string, values: readonly Value[]): Promise<T[]> {
  const execute = async () => (await db.reader.execute(sql, [...values]))[0] as T[];
  return withFaults(() => db.reading(execute));
}

/** Several SELECTs that see one moment: `work` gets the function to read with. Unavailable where the database is. */
export function snapshot<T>(db: Database, work: (read: Read) => Promise<T>): Promise<T> {
  return withFaults(() => db.reading(() => atOneMoment(db, work)));
}

async function atOneMoment<T>(db: Database, work: (read: Read) => Promise<T>): Promise<T> {
  const connection = await db.reader.getConnection();
  try {
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    const result = await work(
      async <R>(sql: string, values: readonly Value[]) =>
        (await connection.execute(sql, [...values]))[0] as R[],
    );
    await connection.query('COMMIT');
    connection.release();
    return result;
  } catch (error) {
    // Refusals of ours (404 and the like) leave a sound connection behind.
    if (isLost(error)) connection.destroy();
    else
      await connection.query('ROLLBACK').then(
        () => connection.release(),
        () => connection.destroy(),
      );
    throw error;
  }
}
