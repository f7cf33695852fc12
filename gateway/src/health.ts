// Active health checks: asks an instance at its interval and tells the balancer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer, Target } from './balancer.ts';
import type { UpstreamConfig } from './kong-types.ts';
import { isTimeout } from './upstream-error.ts';

type Settings = UpstreamConfig['healthchecks']['active'];

/** Runs until `signal` is aborted or the target is none of the balancer's any more; resolves then. */
export async function checkHealth(
  balancer: Balancer,
  target: Target,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && balancer.has(target)) {
    await probe(balancer, target, settings);
    const { interval } = target.healthy ? settings.healthy : settings.unhealthy;
    await sleep(interval * 1000, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

async function probe(balancer: Balancer, target: Target, settings: Settings): Promise<void> {
  const { http_failures, tcp_failures, timeouts, http_statuses } = settings.unhealthy;
  const limits = { http: http_failures, tcp: tcp_failures, timeout: timeouts };
  const timeoutMs = settings.timeout * 1000;
  try {
    const { statusCode, body } = await target.pool.request({
      method: 'GET',
      path: settings.http_path,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    await body.dump();
    if (settings.healthy.http_statuses.includes(statusCode)) balancer.well(target);
    else if (http_statuses.includes(statusCode)) balancer.failed(target, 'http', limits);
  } catch (error) {
    balancer.failed(target, isTimeout(error) ? 'timeout' : 'tcp', limits);
  }
}
