// The public keys that verify access tokens; they stay the same while the process runs.
import { createHash, type KeyObject } from 'node:crypto';
import type { Route } from '@calendar/shared/http/route';
import { jwksView } from './jwks.view.ts';

type Keys = { publicKeys: ReadonlyMap<string, KeyObject> };

export function jwksRoutes({ publicKeys }: Keys): Route[] {
  const jwks = jwksView(publicKeys);
  const digest = createHash('sha256').update(JSON.stringify(jwks)).digest('base64url');
  return [
    {
      method: 'GET',
      path: '/.well-known/jwks.json',
      public: true,
      operation: {
        operationId: 'readKeys',
        tag: 'auth',
        summary: 'The public keys that verify access tokens',
        answers: { 200: 'JsonWebKeySet' },
      },
      handle: async () => ({ status: 200, body: jwks, etag: `"${digest}"` }),
    },
  ];
}
