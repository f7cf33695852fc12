// How the public keys are shown (RFC 7517).
import type { KeyObject } from 'node:crypto';

export const jwksView = (publicKeys: ReadonlyMap<string, KeyObject>) => ({
  keys: [...publicKeys].map(([kid, key]) => {
    const { kty, n, e } = key.export({ format: 'jwk' });
    return { kty, n, e, kid, alg: 'RS256', use: 'sig' };
  }),
});
