// Errors of the database driver in; out come AppErrors for what passes by itself, and everything else as it was (a bug).
import { ConnectionAcquireTimeoutError } from 'sequelize';
import { unavailable } from '../errors.ts';

type DriverError = { code?: string; errno?: number; fatal?: boolean };

// 1213: deadlock. TiDB: 9007 and 8002 write conflict, 8022 retryable commit.
const conflicts = new Set([1213, 9007, 8022, 8002]);

// 1205 lock wait timeout; 1290 and 1836 read-only; 1040, 1203 and 1226 too many connections; 1053 shutdown;
// 1317, 1927 and 3169 killed; 1969 and 3024 statement took too long; 4031 idle for too long; 1152 to 1161 network;
// 3, 20, 1021, 1026 and 1114 no room on its disk.
// TiDB: 9001 to 9005 a part of the cluster is away, 8027 and 8028 schema changing.
const passing = new Set([
  1205, 1290, 1836, 1040, 1203, 1226, 1053, 1317, 1927, 3169, 1969, 3024, 4031, 1152, 1158, 1159,
  1160, 1161, 3, 20, 1021, 1026, 1114, 9001, 9002, 9003, 9004, 9005, 8027, 8028,
]);

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  // A server that goes away during it is told by this code as well.
  'HANDSHAKE_SSL_ERROR',
]);

const killed = new Set([1053, 1927, 3169, 4031]);

/** What mysql2 said, taken out of what Sequelize wraps around it. */
function driverError(error: unknown): DriverError {
  const wrapped = error as { original?: unknown } | null;
  return ((wrapped?.original ?? wrapped) as DriverError | null) ?? {};
}

/** Two transactions stood in each other's way; the whole may be tried again. */
export function isConflict(error: unknown): boolean {
  return conflicts.has(driverError(error).errno ?? 0);
}

/** Somebody else had the row for longer than a session waits; the transaction lives on. */
export function isLockTimeout(error: unknown): boolean {
  return driverError(error).errno === 1205;
}

/** A unique key is taken. */
export function isDuplicate(error: unknown): boolean {
  return driverError(error).errno === 1062;
}

/** The connection is gone, and with it its transaction. */
export function isLost(error: unknown): boolean {
  const { code, errno, fatal } = driverError(error);
  if (killed.has(errno ?? 0) || network.has(code ?? '')) return true;
  // A statement given to a closed connection: fatal and nothing else (a refused login has a number).
  return error instanceof Error && fatal === true && code === undefined && errno === undefined;
}

/** 503 for what passes by itself; anything else is handed back unchanged. */
export function databaseFault(error: unknown): unknown {
  const { errno } = driverError(error);
  const passes =
    isLost(error) ||
    isConflict(error) ||
    passing.has(errno ?? 0) ||
    error instanceof ConnectionAcquireTimeoutError;
  return passes ? unavailable('The database cannot answer at the moment.', error) : error;
}

/** Runs database work outside of `transaction`, `read` and `snapshot` (a model's own query) under the same mapping. */
export async function withFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseFault(error);
  }
}
