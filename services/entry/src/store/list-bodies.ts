// The bodies of lists by what they show, which never changes: first in this process, then in Redis. Both may forget.
import type { Log } from '@calendar/shared/log';
import { instruments } from '@calendar/shared/metrics';
import { makeBreaker } from '@calendar/shared/redis/breaker';
import { connectRedis } from '@calendar/shared/redis/connect';
import { LRUCache } from 'lru-cache';

const PATIENCE_MS = 50;
const BYTES_KEPT = 64 * 1024 * 1024;
const LARGEST_SHARED = 512 * 1024;
const KEPT_SECONDS = 3_600;

export type ListBodies = Disposable & {
  /** Null where nobody has it; after 50 ms at the latest. */
  find(key: string): Promise<Buffer | null>;
  keep(key: string, body: Buffer): void;
};

/** `redisUrl`: redis://[:password@]host:port/database. */
export function makeListBodies({ redisUrl, log }: { redisUrl: string; log: Log }): ListBodies {
  const near = new LRUCache<string, Buffer>({
    maxSize: BYTES_KEPT,
    sizeCalculation: (body) => body.length + 1,
  });
  const { hostname, port, username, password, pathname } = new URL(redisUrl);
  const server = {
    host: hostname,
    port: Number(port || 6379),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    db: Number(pathname.slice(1)),
  };
  const redis = connectRedis(server, PATIENCE_MS);
  const breaker = makeBreaker({
    probe: () => redis.ping(),
    onOpen: (err) => log.warn({ err }, 'Redis does not answer: lists are read from the database'),
  });
  // Told by the command that fails, or by none.
  redis.on('error', () => undefined);

  const { cacheLookups } = instruments();
  const found = (layer: 'process' | 'redis' | 'none') =>
    cacheLookups.add(1, { 'calendar.cache.layer': layer });

  return {
    async find(key) {
      const own = near.get(key);
      if (own) {
        found('process');
        return own;
      }
      const shared = (await breaker.attempt(() => redis.getBuffer(key))) ?? null;
      found(shared ? 'redis' : 'none');
      if (shared) near.set(key, shared);
      return shared;
    },
    keep(key, body) {
      near.set(key, body);
      if (body.length > LARGEST_SHARED) return;
      void breaker.attempt(() => redis.set(key, body, 'EX', KEPT_SECONDS));
    },
    [Symbol.dispose]() {
      breaker[Symbol.dispose]();
      redis.disconnect();
    },
  };
}
