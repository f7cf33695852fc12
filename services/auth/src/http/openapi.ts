// What the OpenAPI document says of auth; needs no database, as nothing of it is ever called.
import type { Route } from '@calendar/shared/http/route';
import { schemas } from './auth.openapi.ts';
import { jwksRoutes } from './jwks.ts';
import { meRoutes } from './me.ts';
import { sessionRoutes } from './session.ts';

type Description = {
  routes: Route[];
  schemas: Record<string, object>;
  tags: { name: string; description: string }[];
};

export function describe(): Description {
  const none = {} as never;
  const routes = [...sessionRoutes(none), ...meRoutes(none), ...jwksRoutes(none)];
  const tags = [{ name: 'Users', description: 'Users, sessions and the keys that verify tokens.' }];
  return { routes, schemas, tags };
}
