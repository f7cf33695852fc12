// Where Redis is in; a client out that never makes anybody wait: no command outlives its time, none is queued while Redis is away.
import { Redis } from 'ioredis';

type Server = { host?: string; port?: number; username?: string; password?: string; db: number };

/** Connects on its own and again after every loss. Commands reject after `timeoutMs`, or at once while there is no connection. */
export function connectRedis(server: Server, timeoutMs: number): Redis {
  return new Redis({
    ...server,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    socketTimeout: 4 * timeoutMs,
    disconnectTimeout: timeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 1_000,
  });
}
