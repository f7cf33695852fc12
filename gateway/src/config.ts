// A rendered Kong file → what the embedded gateway runs on.
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { CorsConfig, RateLimitConfig, ServiceConfig, UpstreamConfig } from './kong-types.ts';
import type { Route } from './router.ts';
import { understand } from './understand.ts';

export type RedisSettings = {
  host: string;
  port: number;
  database: number;
  timeoutMs: number;
  tls: boolean;
  username: string | undefined;
  password: string | undefined;
};
export type Service = {
  name: string;
  retries: number;
  connectTimeoutMs: number;
  readTimeoutMs: number;
  targets: string[];
  healthchecks: UpstreamConfig['healthchecks'];
};
export type GatewayConfig = {
  services: Service[];
  routes: Route[];
  /** Public keys by kid. */
  keys: Map<string, KeyObject>;
  /** How many seconds from now a token's `exp` may lie ahead. */
  maximumExpiration: number;
  maximumBodyBytes: number;
  cors: CorsConfig;
  redis: RedisSettings;
};

/** Throws what understand() throws. `env` answers the file's {vault://env/name} references as Kong does: upper case, `-` as `_`. */
export function readGatewayConfig(text: string, env: NodeJS.ProcessEnv): GatewayConfig {
  const { plugins, services, upstreams, consumers } = understand(text);
  const limit = plugins['rate-limiting'].config;
  return {
    services: services.map((service) => toService(service, upstreams)),
    routes: services.flatMap((service) => toRoutes(service, limit)),
    keys: new Map(
      consumers
        .flatMap(({ jwt_secrets }) => jwt_secrets ?? [])
        .map(({ key, rsa_public_key }) => [key, createPublicKey(rsa_public_key)]),
    ),
    maximumExpiration: plugins.jwt.config.maximum_expiration,
    maximumBodyBytes: plugins['request-size-limiting'].config.allowed_payload_size * 1024,
    cors: plugins.cors.config,
    redis: toRedis(limit.redis, env),
  };
}

function toService(service: ServiceConfig, upstreams: UpstreamConfig[]): Service {
  const upstream = upstreams.find(({ name }) => name === service.host) as UpstreamConfig;
  return {
    name: service.name,
    retries: service.retries,
    connectTimeoutMs: service.connect_timeout,
    readTimeoutMs: service.read_timeout,
    targets: upstream.targets.map(({ target }) => target),
    healthchecks: upstream.healthchecks,
  };
}

function toRoutes(service: ServiceConfig, globalLimit: RateLimitConfig): Route[] {
  return service.routes.map(({ name, paths, plugins }) => {
    const limit = plugins?.['rate-limiting'].config ?? globalLimit;
    return {
      name,
      service: service.name,
      paths: paths.map((path) => new RegExp(`^(?:${path.slice(1)})`)),
      open: plugins !== undefined,
      limit: {
        counter: plugins ? name : 'all',
        perMinute: limit.minute,
        by: limit.limit_by === 'ip' ? 'address' : 'user',
      },
    };
  });
}

function toRedis(redis: RateLimitConfig['redis'], env: NodeJS.ProcessEnv): RedisSettings {
  const secret = (reference: string) => {
    const name = reference.slice('{vault://env/'.length, -1).toUpperCase().replaceAll('-', '_');
    return env[name] || undefined;
  };
  return {
    host: redis.host,
    port: redis.port,
    database: redis.database,
    timeoutMs: redis.timeout,
    tls: redis.ssl,
    username: secret(redis.username),
    password: secret(redis.password),
  };
}
