// The public keys that auth publishes as a JWKS (RFC 7517), fetched when needed and kept while auth is away.
import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { unavailable } from '../errors.ts';
import type { Log } from '../log.ts';
import type { VerificationKeys } from './authenticate.ts';

/** How long a `kid` stays unknown at most, once auth shows it. */
export const ASK_AGAIN_MS = 30_000;
const STALE_MS = 60_000;

type Options = { authUrl: string; log: Log; now: () => number };

export function remoteKeys({ authUrl, log, now }: Options): VerificationKeys {
  let keys = new Map<string, KeyObject>();
  let text = '';
  let generation = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    const response = await fetch(new URL('/.well-known/jwks.json', authUrl), {
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) throw new Error(`auth answered ${response.status} for its keys`);
    const sent = await response.text();
    if (sent === text) return;
    const set: { keys: ({ kid: string } & webcrypto.JsonWebKey)[] } = JSON.parse(sent);
    keys = new Map(set.keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
    text = sent;
    generation += 1;
  }

  /** Joins a running question, so that a burst of unknown tokens asks once. */
  function refresh(): Promise<void> {
    askedAt = now();
    asking ??= ask()
      .catch((error: unknown) => log.warn({ err: error }, 'auth did not give its keys'))
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  return {
    generation() {
      if (keys.size > 0 && now() - askedAt > STALE_MS) void refresh();
      return generation;
    },
    async find(kid) {
      const mayAsk = keys.size === 0 || now() - askedAt > ASK_AGAIN_MS;
      // A question under way may bring it, as `generation` does not wait for its answer.
      if (!keys.has(kid)) await (asking ?? (mayAsk ? refresh() : undefined));
      if (keys.size === 0) throw unavailable('The keys that verify tokens are not there yet.');
      return keys.get(kid);
    },
  };
}
