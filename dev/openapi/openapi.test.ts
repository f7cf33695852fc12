// The committed document against the routes of the services and of the gateway.
import { readFileSync } from 'node:fs';
import type { Fault } from '@calendar/shared/errors';
import type { Route } from '@calendar/shared/http/route';
import { checkBody } from '@calendar/shared/http/validate';
import { readDocument } from '@calendar/shared/openapi/document';
import { fromJoi } from '@calendar/shared/openapi/joi-schema';
import { template } from '@calendar/shared/openapi/operation';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { currentDocument, services } from './services.ts';

type KongRoute = { name: string; paths: string[]; plugins?: { name: string }[] };
type Kong = { services: { name: string; routes: KongRoute[] }[] };

const id = '01920000-0000-7000-8000-000000000000';
const example = ({ path, params }: Route) =>
  path.replace(/:(\w+)/g, (_, name: string) => params?.[name]?.[0] ?? id);

const kongTemplate = new URL('../../gateway/kong.template.yml', import.meta.url);
const kong: Kong = parse(readFileSync(kongTemplate, 'utf8'), { merge: true });
const gatewayRoutes = kong.services.flatMap(({ name: service, routes }) =>
  routes.flatMap(({ paths, plugins = [] }) =>
    paths.map((path) => ({
      service,
      pattern: new RegExp(`^${path.replace('~', '')}`),
      open: plugins.some(({ name }) => name === 'jwt'),
    })),
  ),
);
const ours = Object.entries(services).flatMap(([service, { routes }]) =>
  routes.map((route) => ({ service, route, path: example(route) })),
);

test('the committed document is the one that the routes give (else: npm run openapi)', () => {
  expect(readDocument()).toEqual(JSON.parse(JSON.stringify(currentDocument())));
});

test('every route is described, and every description is a route', () => {
  const described = Object.entries(readDocument().paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const served = ours.map(({ route }) => `${route.method.toLowerCase()} ${template(route.path)}`);
  expect(described.toSorted()).toEqual(served.toSorted());
});

test('the gateway sends every route to its service, with a token or without as described', () => {
  for (const { service, route, path } of ours) {
    const matches = gatewayRoutes.filter(({ pattern }) => pattern.test(path));
    const seen = matches.map((match) => ({ path, service: match.service, open: match.open }));
    expect(seen).toEqual([{ path, service, open: route.public === true }]);
  }
});

test('the gateway has no route that no service serves', () => {
  const idle = gatewayRoutes.filter(({ pattern }) => !ours.some(({ path }) => pattern.test(path)));
  expect(idle).toEqual([]);
});

test('every body has an example, which its route lets in', () => {
  const bodies = ours.flatMap(({ route }) => (route.body ? [{ ...route, body: route.body }] : []));
  expect(bodies.length).toBeGreaterThan(5);
  for (const { path, body, rules } of bodies) {
    const { examples = [] } = fromJoi(body) as { examples?: Record<string, unknown>[] };
    expect({ path, examples: examples.length }).toEqual({ path, examples: 1 });
    for (const sent of examples) {
      const faults: Fault[] = [];
      const value = checkBody(body, sent, faults) as Record<string, unknown>;
      faults.push(...(rules?.({ query: {}, body: value }) ?? []));
      expect({ path, faults }).toEqual({ path, faults: [] });
    }
  }
});

test('every schema of the document is JSON Schema 2020-12 without unknown keywords', () => {
  const document = readDocument();
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  formats.default(ajv);
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema({ ...document, $id: 'document' });
  const pointers: string[] = [];
  const collect = (value: unknown, at: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      const pointer = `${at}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
      if (key === 'schema' || at === '/components/schemas') pointers.push(pointer);
      else collect(part, pointer);
    }
  };
  collect(document, '');
  expect(pointers.length).toBeGreaterThan(20);
  const faults = pointers.flatMap((pointer) => {
    try {
      ajv.compile({ $ref: `document#${pointer}` });
      return [];
    } catch (error) {
      return [`${pointer}: ${error}`];
    }
  });
  expect(faults).toEqual([]);
});
