// The public keys that verify access tokens.
import { createHash, type KeyObject } from 'node:crypto';
import type { Route } from '@calendar/shared/http/route';
import { jwksView } from './jwks.view.ts';

type Actions = { published: () => Promise<ReadonlyMap<string, KeyObject>> };

export function jwksRoutes({ published }: Actions): Route[] {
  return [
    {
      method: 'GET',
      path: '/.well-known/jwks.json',
      public: true,
      operation: {
        operationId: 'readKeys',
        tag: 'Users',
        summary: 'The public keys that verify access tokens',
        answers: { 200: 'JsonWebKeySet' },
      },
      handle: async () => {
        const body = jwksView(await published());
        const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
        return { status: 200, body, etag: `"${digest}"` };
      },
    },
  ];
}
