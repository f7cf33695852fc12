// Where Redis is in; a client out that never makes anybody wait: no command outlives its time, none is queued while Redis is away.
import { isIP } from 'node:net';
import { Redis } from 'ioredis';

export type RedisServer = {
  host: string;
  port: number;
  username?: string;
  password?: string;
  db: number;
  /** Encrypted, and the certificate must be for `host`, signed by Node's own authorities or those of NODE_EXTRA_CA_CERTS. */
  tls: boolean;
};

/** `url`: redis://[user][:password@]host[:6379]/database, or rediss:// for an encrypted connection. */
export function readRedisUrl(url: string): RedisServer {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 6379),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    db: Number(pathname.slice(1)),
    tls: protocol === 'rediss:',
  };
}

/** Connects on its own and again after every loss. Commands reject after `timeoutMs`, or at once while there is no connection. */
export function connectRedis({ tls, ...server }: RedisServer, timeoutMs: number): Redis {
  return new Redis({
    ...server,
    ...(tls && { tls: isIP(server.host) ? {} : { servername: server.host } }),
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
