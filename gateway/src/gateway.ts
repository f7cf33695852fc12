// Composition: a config in, a running gateway out, the way to give it other keys and the way to stop it.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '@calendar/shared/log';
import { createBalancer } from './balancer.ts';
import type { GatewayConfig } from './config.ts';
import { createForward } from './forward.ts';
import { checkHealth } from './health.ts';
import { createRateLimits } from './rate-limit.ts';
import { createGateway } from './server.ts';

type Options = {
  config: GatewayConfig;
  host: string;
  port: number;
  clientTimeoutMs: number;
  now: () => number;
  log: Log;
};

/** Resolves when it listens; `port` 0 takes a free one. Dispose of it to stop: no new connections, requests under way are finished. */
export async function startGateway({ config, host, port, clientTimeoutMs, now, log }: Options) {
  await using stack = new AsyncDisposableStack();
  const limits = stack.adopt(createRateLimits({ redis: config.redis, now, log }), (open) =>
    open.close(),
  );
  const checks = new AbortController();
  const forwards = new Map(
    config.services.map((service) => {
      const balancer = createBalancer({
        ...service,
        onChange: ({ address, healthy }) =>
          log.warn({ upstream: service.name, address, healthy }, 'target changed'),
      });
      stack.defer(async () => void (await balancer.close()));
      checkHealth(balancer, service.healthchecks.active, checks.signal);
      return [service.name, createForward(service, balancer)];
    }),
  );
  stack.defer(() => checks.abort());
  let { keys } = config;
  const keyOf = (kid: string) => keys.get(kid);
  const server = createGateway({ config, keyOf, limits, forwards, clientTimeoutMs, now, log });
  await listen(server, host, port);
  stack.defer(() => stop(server));
  const resources = stack.move();
  return {
    port: (server.address() as AddressInfo).port,
    /** Takes the keys of another file, from the next request on. Throws where that file says more than other keys. */
    takeKeys(next: GatewayConfig): void {
      if (!isDeepStrictEqual({ ...next, keys }, { ...config, keys }))
        throw new Error('More than the keys has changed: that needs a restart.');
      keys = next.keys;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
