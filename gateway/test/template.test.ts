// The template and its renderer: what must never slip into the file that Kong reads.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { render } from '../src/render.ts';
import { renderTemplate } from '../src/template.ts';
import { rendered } from './support/running-gateway.ts';
import { keySet, newKey } from './support/tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jwks = join(folder, 'jwks.json');
const environment = {
  JWKS_FILE: jwks,
  OUT: join(folder, 'kong.yml'),
  AUTH_TARGETS: 'auth:3000',
  CALENDAR_TARGETS: 'one:3000, two:3001',
  ENTRY_TARGETS: 'entry:3000',
  REDIS_HOST: 'redis',
  REDIS_PORT: '6379',
};
const [first, second] = [newKey('2026-11'), newKey('0x1F')];
const file = () => parse(readFileSync(environment.OUT, 'utf8'), { version: '1.1', merge: true });

test('any origin, said or not', () => {
  writeFileSync(jwks, keySet(first));
  for (const said of [{}, { CORS_ORIGINS: '*' }]) {
    render({ ...environment, ...said });
    const cors = file().plugins.find(({ name }: { name: string }) => name === 'cors');
    expect(cors.config.origins).toEqual(['*']);
  }
});

test('every variable arrives', () => {
  writeFileSync(jwks, keySet(first, second));
  render({
    ...environment,
    REDIS_DATABASE: '3',
    USER_LIMIT: '7',
    ADDRESS_LIMIT: '5',
    CORS_ORIGINS: 'https://a.example,http://localhost:3000',
  });
  const { upstreams, services, plugins, consumers } = file();
  const weighted = (...targets: string[]) => targets.map((target) => ({ target, weight: 100 }));
  expect(
    upstreams.map(({ name, targets }: Record<string, unknown>) => ({ name, targets })),
  ).toEqual([
    { name: 'auth', targets: weighted('auth:3000') },
    { name: 'calendar', targets: weighted('one:3000', 'two:3001') },
    { name: 'entry', targets: weighted('entry:3000') },
  ]);
  const named = Object.fromEntries(
    plugins.map((plugin: { name: string }) => [plugin.name, plugin]),
  );
  const own = services[0].routes[1].plugins[1].config;
  expect([named['rate-limiting'].config.minute, own.minute]).toEqual([7, 5]);
  expect(own.redis).toMatchObject({ host: 'redis', port: 6379, database: 3 });
  expect(named.cors.config.origins).toEqual(['https://a.example', 'http://localhost:3000']);
  expect(consumers[1].jwt_secrets).toEqual(
    [first, second].map(({ kid, privateKey }) => ({
      key: kid,
      algorithm: 'RS256',
      rsa_public_key: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
    })),
  );
  expect(readdirSync(folder).toSorted()).toEqual(['jwks.json', 'kong.yml']);
});

test('a PEM stands in the file as an indented block, a kid in quotes', () => {
  const text = rendered();
  expect(text).toMatch(
    /- key: "test-key"\n +algorithm: "RS256"\n( +)rsa_public_key: \|\n\1 {2}-----BEGIN PUBLIC KEY-----\n/,
  );
});

test('the Lua of lua/ stands in the file as it is, in blocks that a reader can read', () => {
  writeFileSync(jwks, keySet(first));
  render(environment);
  const lua = (name: string) =>
    readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
  expect(file().plugins[0].config).toEqual({
    access: [lua('access')],
    header_filter: [lua('header-filter')],
    body_filter: [lua('body-filter')],
  });
  expect(readFileSync(environment.OUT, 'utf8')).toMatch(/body_filter:\n +- \|\n +-- The body/);
});

test('traces go to the collector that is named, and without one the plugin is left out', () => {
  const plugins = (env: Record<string, string>): { name: string; config: object }[] =>
    parse(rendered({ env }), { version: '1.1', merge: true }).plugins;
  const names = (env: Record<string, string>) => plugins(env).map(({ name }) => name);
  for (const OTEL_EXPORTER_OTLP_ENDPOINT of ['http://otel:4318', 'http://otel:4318/']) {
    const tracing = plugins({ OTEL_EXPORTER_OTLP_ENDPOINT }).find(
      ({ name }) => name === 'opentelemetry',
    );
    expect(tracing?.config).toMatchObject({ traces_endpoint: 'http://otel:4318/v1/traces' });
  }
  const without = names({});
  expect(without).not.toContain('opentelemetry');
  expect(names({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toEqual(without);
  expect([...without, 'opentelemetry']).toEqual(
    names({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318' }),
  );
  expect(() => rendered({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'otel' } })).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT/,
  );
});

test('limits and origins have defaults', () => {
  writeFileSync(jwks, keySet(first));
  render(environment);
  const { plugins, services } = file();
  expect(
    plugins.map(({ config }: { config: { minute?: number } }) => config.minute).filter(Boolean),
  ).toEqual([6000]);
  expect(services[2].routes[1].plugins[1].config.minute).toBe(300);
  expect(plugins.find(({ name }: { name: string }) => name === 'cors').config.origins).toEqual([
    '*',
  ]);
});

test('every fault of the environment and the key set is named together, and nothing is written', () => {
  const own = { ...JSON.parse(keySet(first)).keys[0] };
  const privateJwk = { ...first.privateKey.export({ format: 'jwk' }), kid: 'mine' };
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const short = { ...publicKey.export({ format: 'jwk' }), kid: 'short' };
  writeFileSync(
    jwks,
    JSON.stringify({
      keys: [own, own, privateJwk, { kid: 'x', kty: 'EC' }, { kty: 'RSA' }, short],
    }),
  );
  const OUT = join(folder, 'never.yml');
  const run = () =>
    render({
      ...environment,
      OUT,
      AUTH_TARGETS: 'auth',
      CALENDAR_TARGETS: 'a:1,a:1',
      REDIS_PORT: 'x',
      CORS_ORIGINS: '*,https://a',
    });
  expect(run).toThrow(/AUTH_TARGETS.*"auth" is no host:port/);
  expect(run).toThrow(/CALENDAR_TARGETS.*twice/);
  expect(run).toThrow(/REDIS_PORT/);
  expect(run).toThrow(/CORS_ORIGINS/);
  expect(run).toThrow(
    /keys\[1\] repeats a kid[\s\S]*keys\[2\] is a private key[\s\S]*keys\[3\] is no RSA key[\s\S]*keys\[4\] has no kid[\s\S]*keys\[5\] has 2048 bits/,
  );
  expect(readdirSync(folder)).not.toContain('never.yml');
});

test.each([
  'AUTH_TARGETS',
  'CALENDAR_TARGETS',
  'ENTRY_TARGETS',
  'REDIS_HOST',
  'REDIS_PORT',
  'JWKS_FILE',
  'OUT',
])('%s has no default', (name) => {
  expect(() => render({ ...environment, [name]: undefined })).toThrow(`${name} is required`);
});

test('a placeholder without a value, a value without a place and a leftover are refused', () => {
  const run = () =>
    renderTemplate('a: "@MISSING@"\nb: "@GIVEN@"\nc: "x@PART@"\n', { GIVEN: 1, UNUSED: 2 });
  expect(run).toThrow('@MISSING@ has no value');
  expect(run).toThrow('the template has no place for UNUSED');
  expect(run).toThrow('@PART@ is not a whole value');
  expect(renderTemplate('- 1\n- { a: { b: "@NONE@" } }\n- 2\n', { NONE: null })).toBe('- 1\n- 2\n');
  expect(renderTemplate('b: "@GIVEN@"\n', { GIVEN: ['*'] })).toBe('b:\n  - "*"\n');
});
