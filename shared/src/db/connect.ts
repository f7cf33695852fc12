// A database address in; out come a pool for writing (Sequelize, READ COMMITTED) and one for reading (REPEATABLE READ, READ ONLY).
import mysql, { type Connection } from 'mysql2';
import type { Pool } from 'mysql2/promise';
import { Sequelize, type Transaction } from 'sequelize';
import { unavailable } from '../errors.ts';
import { type Gate, makeGate } from '../gate.ts';
import { measurePools, type WriterPool } from './pool-meters.ts';
import { cut, cutWhenSilent } from './silence.ts';

export type Tx = Transaction;
export type Writer = { sequelize: Sequelize };
export type Database = Writer & {
  reader: Pool;
  /** Before the reader: as many at once as it has connections. */
  reading: Gate;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const poolSize = 10;
const connectMs = 2_000;
/** How long a read or a transaction may wait for a connection. */
const acquireMs = 5_000;
/** Reads and transactions that may wait for one; one more is turned away at once. */
const waitingReads = 1_000;
const waitingWrites = 200;
const busy = 'Too much waits for the database.';
/** How much longer than the server's own limit the client waits, so that the server ends the statement first. */
const graceMs = 1_000;

/** TiDB takes no READ ONLY; nothing rests on it, it only makes reads cheaper. */
const ER_NOT_SUPPORTED_YET = 1235;

const writing = [
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 3",
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

// MariaDB skips the first comment and runs the second; MySQL and TiDB the other way round.
const reading = (ms: number) => [
  `SET SESSION time_zone = '+00:00' /*!80000 , max_execution_time = ${ms} */ /*M! , max_statement_time = ${ms / 1000} */`,
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  'SET SESSION TRANSACTION READ ONLY',
];

// Both are missing in its types. Without the version Sequelize opens one more connection to ask for it, without the other it sets a
// zone in a statement of its own, which `writing` does with the rest.
const untyped = { databaseVersion: '8.0.0', keepDefaultTimezone: true };

function setUp(connection: Connection, statements: string[]): Promise<unknown> {
  const run = (sql: string) =>
    new Promise<void>((resolve, reject) => {
      connection.query(sql, (error) =>
        error && error.errno !== ER_NOT_SUPPORTED_YET ? reject(error) : resolve(),
      );
    });
  return Promise.all(statements.map(run)).catch((error: Error) => {
    cut(connection, error);
    throw error;
  });
}

function address(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 3306),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

// Sequelize's own pool, in which models and transactions alike wait; its limit is one of time alone.
type Inside = { connectionManager: { pool: WriterPool } };

const poolOf = (sequelize: Sequelize): WriterPool =>
  (sequelize as unknown as Inside).connectionManager.pool;

function boundWaiting(sequelize: Sequelize): Sequelize {
  const pool = poolOf(sequelize);
  const acquire = pool.acquire.bind(pool);
  // A hook would come a moment before the queue grows, and let a whole burst in.
  pool.acquire = async () => {
    if (pool.waiting >= waitingWrites) throw unavailable(busy);
    return acquire();
  };
  return sequelize;
}

/** The pool for writing alone; `statementMs` 0 sets no limit, for migrations. */
export function connectWriter(url: string, statementMs: number): Sequelize {
  const sequelize = new Sequelize({
    dialect: 'mysql',
    ...address(url),
    ...untyped,
    logging: false,
    pool: { max: poolSize, acquire: acquireMs },
    dialectOptions: { connectTimeout: connectMs, charset: 'utf8mb4', typeCast: true },
    hooks: {
      afterConnect: async (raw) => {
        const connection = raw as Connection;
        if (statementMs > 0) cutWhenSilent(connection, statementMs + graceMs);
        await setUp(connection, writing);
      },
    },
  });
  return boundWaiting(sequelize);
}

function connectReader(url: string, statementMs: number): Pool {
  const { username: user, ...rest } = address(url);
  const pool = mysql.createPool({
    ...rest,
    user,
    connectionLimit: poolSize,
    connectTimeout: connectMs,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    timezone: 'Z',
  });
  pool.on('connection', (connection) => {
    // The pool listens to a connection's first error only; a second one would end the process.
    connection.on('error', () => undefined);
    cutWhenSilent(connection, statementMs + graceMs);
    // Queued before the first statement, which gets the error where this fails.
    setUp(connection, reading(statementMs)).catch(() => undefined);
  });
  return pool.promise();
}

/**
 * Opens nothing yet: each pool connects when first used, so services start before their database.
 * `statementMs`: how long one statement may run.
 */
export function connectDatabase({
  url,
  statementMs = 5_000,
}: {
  url: string;
  statementMs?: number;
}): Database {
  const sequelize = connectWriter(url, statementMs);
  const reader = connectReader(url, statementMs);
  const bounds = { atOnce: poolSize, waiting: waitingReads, patienceMs: acquireMs, busy };
  const reading = makeGate(bounds);
  const meters = measurePools({ writer: poolOf(sequelize), reader, reading, most: poolSize });
  return {
    sequelize,
    reader,
    reading,
    [Symbol.asyncDispose]: async () => {
      meters[Symbol.dispose]();
      await Promise.all([sequelize.close(), reader.end()]);
    },
  };
}
