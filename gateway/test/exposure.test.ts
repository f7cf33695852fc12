// What the rendered file opens to callers without a token, and what Kong's own parser would let pass.

import { problemTexts } from '@calendar/shared/http/problem-texts';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readGatewayConfig } from '../src/config.ts';
import { luaDigest, twinOfLua } from '../src/edge.ts';
import { problems } from '../src/problems.ts';
import { createRouter } from '../src/router.ts';
import { rendered } from './support/running-gateway.ts';

const text = rendered();
const file = parse(text, { version: '1.1', merge: true });
const { routes } = readGatewayConfig(text, {});
const route = createRouter(routes);

test('the open routes are these and no others', () => {
  expect(
    routes
      .filter(({ open }) => open)
      .map(({ name, paths }) => ({ name, paths: paths.map(String) })),
  ).toEqual([
    {
      name: 'auth-public',
      paths: [
        '/^(?:\\/auth\\/(?:register|login|refresh|logout)$)/',
        '/^(?:\\/\\.well-known\\/jwks\\.json$)/',
      ],
    },
    {
      name: 'docs-public',
      paths: [
        '/^(?:\\/docs(?:\\/|$))/',
        '/^(?:\\/openapi\\.json$)/',
        '/^(?:\\/problems\\/[a-z-]+$)/',
      ],
    },
  ]);
});

test.each([
  ['/auth/register', 'auth-public'],
  ['/auth/logout', 'auth-public'],
  ['/.well-known/jwks.json', 'auth-public'],
  ['/auth/me', 'auth-private'],
  ['/calendars', 'calendars'],
  ['/calendars/x', 'calendars'],
  ['/calendars/x/entries', 'entries'],
  ['/calendars/x/entries/check', 'entries'],
  ['/docs', 'docs-public'],
  ['/docs/assets/style.css', 'docs-public'],
  ['/openapi.json', 'docs-public'],
  ['/problems/entry-overlap', 'docs-public'],
])('%s goes to %s', (path, name) => {
  expect(route(path)?.name).toBe(name);
});

test.each([
  '/',
  '/auth',
  '/auth/me/',
  '/auth/mex',
  '/Auth/me',
  '/calendarsX',
  '/calendars/',
  '/calendars/x/',
  '/calendars/x/entries/',
  '/calendars/x/entries/y/z',
  '/docsX',
  '/openapi.jsonx',
  '/openapiXjson',
  '/problems/',
  '/readyz',
])('%s has no route', (path) => {
  expect(route(path)).toBeUndefined();
});

test('jwt is global, every service, route and anonymous consumer has its name', () => {
  expect(file.plugins.filter(({ name }: { name: string }) => name === 'jwt')).toHaveLength(1);
  const named = [
    ...file.services,
    ...file.services.flatMap((service: { routes: unknown[] }) => service.routes),
  ];
  for (const { name } of named) expect(name).toMatch(/^[a-z-]+$/);
  expect(file.consumers.map(({ username }: { username: string }) => username)).toEqual([
    'anonymous',
    'auth-issuer',
  ]);
});

test('the Lua is the one whose twin is edge.ts and problems.ts', () => {
  const lua = file.plugins[0].config;
  expect(luaDigest(lua)).toBe(twinOfLua);
  const rows = [
    ...lua.body_filter[0].matchAll(/\[(\d+)\] = \{ "([^"]*)", "([^"]*)", "([^"]*)" \}/g),
  ];
  expect(Object.fromEntries(rows.map(([, status, ...row]) => [status, row]))).toEqual(problems);
});

test('the gateway titles a type as the services do, and says the size that it takes', () => {
  const shared = Object.entries(problemTexts).map(([type, { status, title }]) => [
    status,
    type,
    title,
  ]);
  for (const [status, [type, title]] of Object.entries(problems)) {
    expect(shared).toContainEqual([Number(status), type, title]);
  }
  expect(readGatewayConfig(text, {}).maximumBodyBytes).toBe(256 * 1024);
});
