// The embedded gateway before fake services: rendered from the real template, started in this process on a free port.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from '@calendar/shared/log';
import { type GatewayConfig, readGatewayConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import type { Resolve } from '../../src/names.ts';
import { render } from '../../src/render.ts';
import { keySet, newKey, type SigningKey } from './tokens.ts';
import type { Upstream } from './upstream.ts';

type Options = {
  auth?: Upstream[];
  calendar?: Upstream[];
  entry?: Upstream[];
  redisPort?: number;
  /** Whose tokens pass; `key` unless told. */
  keys?: SigningKey[];
  env?: Record<string, string>;
  clientTimeoutMs?: number;
  /** Who knows the addresses of names; the system unless told. */
  resolve?: Resolve;
  /** Changes what the template cannot say, such as a time-out short enough for a test. */
  change?: (config: GatewayConfig) => void;
};

// A port on which nothing listens, for services and stores that a test leaves out.
const nobody = '127.0.0.1:1';
const addresses = (upstreams: Upstream[] | undefined) =>
  upstreams?.map(({ address }) => address).join(',') ?? nobody;

export const key: SigningKey = newKey('test-key');

/** The text of a file rendered for these services. */
export function rendered({
  auth,
  calendar,
  entry,
  redisPort = 1,
  keys = [key],
  env = {},
}: Options = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const [JWKS_FILE, OUT] = [join(folder, 'jwks.json'), join(folder, 'kong.yml')];
  writeFileSync(JWKS_FILE, keySet(...keys));
  render({
    JWKS_FILE,
    OUT,
    AUTH_TARGETS: addresses(auth),
    CALENDAR_TARGETS: addresses(calendar),
    ENTRY_TARGETS: addresses(entry),
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(redisPort),
    ...env,
  });
  const text = readFileSync(OUT, 'utf8');
  rmSync(folder, { recursive: true });
  return text;
}

export async function runGateway(options: Options = {}) {
  const config = readGatewayConfig(rendered(options), {});
  options.change?.(config);
  const log = makeLog('gateway', 'silent');
  const place = { host: '127.0.0.1', port: 0 };
  const { clientTimeoutMs = 60_000, resolve } = options;
  const how = { clientTimeoutMs, ...(resolve && { resolve }) };
  const gateway = await startGateway({ config, ...place, ...how, now: Date.now, log });
  return {
    url: `http://127.0.0.1:${gateway.port}`,
    port: gateway.port,
    [Symbol.asyncDispose]: gateway[Symbol.asyncDispose],
  };
}
