// What the SDK complains of, such as a collector that is away: said once a minute at most, and never more than that.
import type { DiagLogger } from '@opentelemetry/api';
import type { Log } from '../log.ts';

const quietMs = 60_000;

export function faultLog(log: Log, now: () => number): DiagLogger {
  let saidAt = Number.NEGATIVE_INFINITY;
  const silent = () => undefined;
  const complain = (what: unknown) => {
    if (now() - saidAt < quietMs) return;
    saidAt = now();
    log.warn({ fault: String(what) }, 'telemetry has trouble; the service has not');
  };
  return { error: complain, warn: silent, info: silent, debug: silent, verbose: silent };
}
