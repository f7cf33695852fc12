// The instances of one service as they come and go: which takes the next request (least connections), and which are out.
import { Pool } from 'undici';

export type Failure = 'tcp' | 'timeout' | 'http';
export type Target = {
  address: string;
  pool: Pool;
  healthy: boolean;
  inFlight: number;
  failures: Record<Failure, number>;
};
type Limits = Partial<Record<Failure, number>>;
export type Change = 'came' | 'gone' | 'well' | 'out';
type Options = { connectTimeoutMs: number; onChange: (target: Target, change: Change) => void };

// Below the 75 s for which the services keep an idle connection, so that the gateway is the one to close it.
const idleMs = 60_000;
/** Requests that one instance may have in flight; with as many at all of them the next is turned away at once. */
const MOST_IN_FLIGHT = 1_000;

export function createBalancer({ connectTimeoutMs, onChange }: Options) {
  let targets: Target[] = [];
  const leaving = new Set<Pool>();

  const open = (address: string, healthy: boolean): Target => {
    const pool = new Pool(`http://${address}`, {
      connect: { timeout: connectTimeoutMs },
      pipelining: 1,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
    });
    return { address, pool, healthy, inFlight: 0, failures: { tcp: 0, timeout: 0, http: 0 } };
  };
  const leave = (target: Target): void => {
    const forget = () => leaving.delete(target.pool);
    leaving.add(target.pool);
    target.pool.close().then(forget, forget);
    onChange(target, 'gone');
  };
  let turn = 0;

  return {
    has: (target: Target): boolean => targets.includes(target),
    /**
     * These `host:port` are the instances now. One that is new takes requests once a check finds it well, since it may still
     * be starting; the first ones at once, since there is nobody else. One that is gone finishes what it has.
     */
    take(addresses: Iterable<string>): void {
      const wanted = new Set(addresses);
      const stay = targets.filter(({ address }) => wanted.has(address));
      const gone = targets.filter((target) => !stay.includes(target));
      for (const { address } of stay) wanted.delete(address);
      const come = [...wanted].map((address) => open(address, stay.length === 0));
      targets = [...stay, ...come];
      for (const target of come) onChange(target, 'came');
      for (const target of gone) leave(target);
    },
    /** The healthy target with the fewest requests in flight, those in `tried` last; undefined where all are out or full. */
    pick(tried: ReadonlySet<Target>): Target | undefined {
      turn += 1;
      const healthy = targets
        .map((_, index) => targets[(index + turn) % targets.length] as Target)
        .filter(({ healthy, inFlight }) => healthy && inFlight < MOST_IN_FLIGHT);
      const fresh = healthy.filter((target) => !tried.has(target));
      const choice = fresh.length > 0 ? fresh : healthy;
      return choice.toSorted((a, b) => a.inFlight - b.inFlight)[0];
    },
    /** Counts a failure; with as many as `limits` says of its kind the target is out until a check finds it well. */
    failed(target: Target, failure: Failure, limits: Limits): void {
      target.failures[failure] += 1;
      if (
        !target.healthy ||
        target.failures[failure] < (limits[failure] ?? Number.POSITIVE_INFINITY)
      )
        return;
      target.healthy = false;
      if (targets.includes(target)) onChange(target, 'out');
    },
    well(target: Target): void {
      target.failures = { tcp: 0, timeout: 0, http: 0 };
      if (target.healthy) return;
      target.healthy = true;
      if (targets.includes(target)) onChange(target, 'well');
    },
    close: (): Promise<unknown> =>
      Promise.all([...targets.map(({ pool }) => pool), ...leaving].map((pool) => pool.destroy())),
  };
}

export type Balancer = ReturnType<typeof createBalancer>;
