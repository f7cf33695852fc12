// The rate-limiting plugin: fixed windows of a minute, counted in Redis. Redis stopped or slow: no limit and no headers.
import type { Log } from '@calendar/shared/log';
import { connectRedis } from '@calendar/shared/redis/connect';
import type { RedisSettings } from './config.ts';
import type { Route } from './router.ts';

// One round trip; the key outlives its minute, so that a late count does not begin it anew.
const countOne = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], 90) end
return n`;

export type Usage = { exceeded: boolean; headers: Record<string, string> };
type Options = { redis: RedisSettings; now: () => number; log: Log };

export function createRateLimits({ redis: settings, now, log }: Options) {
  const { timeoutMs, database: db, host, port, tls, ...login } = settings;
  const redis = connectRedis({ host, port, tls, db, ...withoutUndefined(login) }, timeoutMs);
  let silent = false;
  const fallSilent = (error: unknown): undefined => {
    if (!silent) log.warn({ err: error }, 'Redis does not count: nothing is limited until it does');
    silent = true;
  };
  redis.on('error', fallSilent);

  return {
    /** Counts one request of `identity` (a user or an address); undefined where Redis does not say within its timeout. */
    async count(limit: Route['limit'], identity: string): Promise<Usage | undefined> {
      const second = Math.floor(now() / 1000);
      const key = `ratelimit:${limit.counter}:${identity}:${Math.floor(second / 60)}`;
      const used = await redis.eval(countOne, 1, key).then(Number, fallSilent);
      if (used === undefined) return undefined;
      silent = false;
      const reset = String(60 - (second % 60));
      const exceeded = used > limit.perMinute;
      return {
        exceeded,
        headers: {
          'RateLimit-Limit': String(limit.perMinute),
          'RateLimit-Remaining': String(Math.max(0, limit.perMinute - used)),
          'RateLimit-Reset': reset,
          ...(exceeded && { 'Retry-After': reset }),
        },
      };
    },
    close: (): void => redis.disconnect(),
  };
}

export type RateLimits = ReturnType<typeof createRateLimits>;

function withoutUndefined<T extends object>(settings: T) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
