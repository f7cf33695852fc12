// Composition: a config in, a running gateway out, the way to give it other keys and the way to stop it.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '@calendar/shared/log';
import { createBalancer } from './balancer.ts';
import type { GatewayConfig, Service } from './config.ts';
import { createForward } from './forward.ts';
import { checkHealth } from './health.ts';
import { followTargets, type Resolve, resolveName } from './names.ts';
import { createRateLimits } from './rate-limit.ts';
import { createGateway } from './server.ts';

type Options = {
  config: GatewayConfig;
  host: string;
  port: number;
  clientTimeoutMs: number;
  now: () => number;
  log: Log;
  /** Asked for the addresses of a target's name; the system's resolver unless told. */
  resolve?: Resolve;
};

const RESOLVE_EVERY_MS = 1_000;
/** How long the first answers of the resolver are waited for: it may start after the gateway. */
const FIRST_ANSWERS_MS = 2_000;

/** Resolves when it listens; `port` 0 takes a free one. Dispose of it to stop: no new connections, requests under way are finished. */
export async function startGateway(options: Options) {
  const { config, host, port, clientTimeoutMs, now, log } = options;
  await using stack = new AsyncDisposableStack();
  const limits = stack.adopt(createRateLimits({ redis: config.redis, now, log }), (open) =>
    open.close(),
  );
  const ending = new AbortController();
  const { signal } = ending;
  const started = config.services.map((service) => startBalancer(service, signal, options));
  for (const { balancer } of started) stack.defer(async () => void (await balancer.close()));
  stack.defer(() => ending.abort());
  const forwards = new Map(
    started.map(({ service, balancer }) => [service.name, createForward(service, balancer)]),
  );
  const patience = sleep(FIRST_ANSWERS_MS, undefined, { signal }).catch(() => undefined); // aborted: nobody waits any more
  await Promise.race([Promise.all(started.map(({ known }) => known)), patience]);
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

/** The instances of a service, followed and checked until `signal` is aborted. `known`: every name was asked for once. */
function startBalancer(
  service: Service,
  signal: AbortSignal,
  { log, resolve = resolveName }: Options,
) {
  const upstream = service.name;
  const balancer = createBalancer({
    connectTimeoutMs: service.connectTimeoutMs,
    onChange: (target, change) => {
      if (change === 'came') checkHealth(balancer, target, service.healthchecks.active, signal);
      const { address } = target;
      const expected = change === 'came' || change === 'gone';
      // An address that stands in the file comes with the file.
      if (!service.targets.includes(address) || !expected)
        log[expected ? 'info' : 'warn']({ upstream, address, change }, 'target changed');
    },
  });
  const known = followTargets(service.targets, balancer.take, {
    resolve,
    everyMs: RESOLVE_EVERY_MS,
    onFault: (name, fault) =>
      fault
        ? log.warn({ upstream, name, err: fault }, 'a name gives no addresses: the last ones stay')
        : log.info({ upstream, name }, 'a name gives addresses again'),
    signal,
  });
  return { service, balancer, known };
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
