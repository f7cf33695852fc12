// The targets of a service as the file names them → the addresses of its instances: one for each address of a name, followed
// while instances come and go.
import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A name → its addresses. Rejects, or gives none, where they are not to be had. */
export type Resolve = (name: string) => Promise<string[]>;

export type Following = {
  resolve: Resolve;
  everyMs: number;
  /** Told where it changes: why a name gives no addresses, undefined when it does again. */
  onFault: (name: string, fault: unknown) => void;
  signal: AbortSignal;
};

/** By the system's resolver, which knows /etc/hosts as well as Docker's and a cluster's names. */
export const resolveName: Resolve = async (name) => preferred(await lookup(name, { all: true }));

/** Those of IPv4 where there are any, as Kong asks for: an instance with one of each kind is one instance. */
export function preferred(found: { address: string; family: number }[]): string[] {
  const four = found.filter(({ family }) => family === 4);
  return [...new Set((four.length > 0 ? four : found).map(({ address }) => address))];
}

/**
 * Tells `take` the addresses, at once and after every answer, until `signal` is aborted. A name whose resolving fails keeps
 * its last good answer: a resolver that restarts says "no such name" too, and health checks know who is there.
 * Resolves when every name was asked for the first time.
 */
export async function followTargets(
  targets: string[],
  take: (addresses: string[]) => void,
  { resolve, everyMs, onFault, signal }: Following,
): Promise<void> {
  const places = targets.map((target) => target.split(':') as [host: string, port: string]);
  const hosts = [...new Set(places.map(([host]) => host))];
  const answers = new Map(hosts.map((host) => [host, isIP(host) ? [host] : []]));
  const failing = new Set<string>();
  const tell = () =>
    take(places.flatMap(([host, port]) => answers.get(host)?.map(withPort(port)) ?? []));

  const ask = async (name: string): Promise<void> => {
    try {
      const found = await resolve(name);
      if (found.length === 0) throw new Error(`${name} has no address`);
      answers.set(name, found);
      if (failing.delete(name)) onFault(name, undefined);
    } catch (error) {
      if (!failing.has(name)) onFault(name, error);
      failing.add(name);
    }
    if (!signal.aborted) tell();
  };
  const follow = async (name: string): Promise<void> => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      if (!signal.aborted) await ask(name);
    }
  };

  tell();
  await Promise.all(
    hosts
      .filter((host) => !isIP(host))
      .map(async (name) => {
        await ask(name);
        follow(name);
      }),
  );
}

const withPort = (port: string) => (address: string) =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
