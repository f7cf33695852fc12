// A Kong file that passed the schema of kong-file.ts, in types: only the fields that something is done with.

export type RateLimitConfig = {
  minute: number;
  limit_by: 'ip' | 'header';
  redis: {
    host: string;
    port: number;
    timeout: number;
    database: number;
    username: string;
    password: string;
    ssl: boolean;
    ssl_verify: boolean;
    server_name: string;
  };
};
export type UpstreamConfig = {
  name: string;
  healthchecks: {
    active: {
      http_path: string;
      timeout: number;
      healthy: { interval: number; http_statuses: number[] };
      unhealthy: FailureLimits & {
        interval: number;
        http_failures: number;
        http_statuses: number[];
      };
    };
    passive: { unhealthy: FailureLimits };
  };
  targets: { target: string }[];
};
export type FailureLimits = { tcp_failures: number; timeouts: number };
export type ServiceConfig = {
  name: string;
  host: string;
  retries: number;
  connect_timeout: number;
  read_timeout: number;
  routes: {
    name: string;
    paths: string[];
    plugins?: {
      jwt: { config: { anonymous: string } };
      'rate-limiting': { config: RateLimitConfig };
    };
  }[];
};
export type LuaConfig = { access: string[]; header_filter: string[]; body_filter: string[] };
export type CorsConfig = {
  origins: string[];
  methods: string[];
  headers: string[];
  exposed_headers: string[];
  max_age: number;
};
export type KongFile = {
  upstreams: UpstreamConfig[];
  services: ServiceConfig[];
  plugins: {
    'pre-function': { config: LuaConfig };
    jwt: { config: { maximum_expiration: number } };
    'rate-limiting': { config: RateLimitConfig };
    cors: { config: CorsConfig };
    'request-size-limiting': { config: { allowed_payload_size: number } };
  };
  consumers: { username: string; jwt_secrets?: { key: string; rsa_public_key: string }[] }[];
};
