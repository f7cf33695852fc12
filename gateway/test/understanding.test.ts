// The embedded gateway starts on exactly what it understands, and names the rest.
import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readGatewayConfig } from '../src/config.ts';
import { rendered } from './support/running-gateway.ts';

// biome-ignore lint/suspicious/noExplicitAny: the file is torn at any place
type File = any;
const changed = (change: (file: File) => void): string => {
  const file = parse(rendered(), { version: '1.1', merge: true });
  change(file);
  return stringify(file, { aliasDuplicateObjects: false });
};
const plugin = (file: File, name: string): File =>
  file.plugins.find((one: File) => one.name === name);

test('the rendered template is understood', () => {
  const config = readGatewayConfig(rendered(), {
    KONG_REDIS_USERNAME: 'gateway',
    KONG_REDIS_PASSWORD: '',
  });
  expect(config.redis).toEqual({
    host: '127.0.0.1',
    port: 1,
    database: 1,
    timeoutMs: 250,
    tls: false,
    username: 'gateway',
    password: undefined,
  });
  expect([...config.keys.keys()]).toEqual(['test-key']);
  expect(config.maximumExpiration).toBe(900);
});

test.each<[string, (file: File) => void, string]>([
  [
    'plugin',
    (file) => file.plugins.push({ name: 'ip-restriction', config: {} }),
    'plugins.ip-restriction is not allowed',
  ],
  [
    'second plugin of a name',
    (file) => file.plugins.push(plugin(file, 'cors')),
    'plugins.cors (again) is not allowed',
  ],
  ['missing jwt', (file) => file.plugins.splice(1, 1), 'plugins.jwt is required'],
  [
    'plugin on a route',
    (file) => file.services[0].routes[1].plugins.push({ name: 'acl' }),
    'services[0].routes[1].plugins.acl is not allowed',
  ],
  [
    'field of a plugin',
    (file) => {
      plugin(file, 'cors').config.private_network = true;
    },
    'plugins.cors.config.private_network is not allowed',
  ],
  [
    'field of a route',
    (file) => {
      file.services[1].routes[0].methods = ['GET'];
    },
    'services[1].routes[0].methods is not allowed',
  ],
  [
    'field of a service',
    (file) => {
      file.services[1].tls_verify = true;
    },
    'services[1].tls_verify is not allowed',
  ],
  [
    'top-level key',
    (file) => {
      file.certificates = [];
    },
    'certificates is not allowed',
  ],
  [
    'value',
    (file) => {
      file.upstreams[0].algorithm = 'round-robin';
    },
    'upstreams[0].algorithm must be [least-connections]',
  ],
  [
    'prefix path',
    (file) => {
      file.services[1].routes[0].paths = ['/calendars'];
    },
    'services[1].routes[0].paths[0]',
  ],
  [
    'lost upstream',
    (file) => {
      file.services[1].host = 'elsewhere';
    },
    'no upstream is named elsewhere',
  ],
  [
    'lost consumer',
    (file) => {
      file.consumers.shift();
    },
    'no consumer is named anonymous',
  ],
  [
    'open route of another name',
    (file) => {
      file.services[0].routes[1].name = 'auth';
    },
    'its name must end in -public',
  ],
  [
    'nobody who signs',
    (file) => {
      file.consumers.pop();
    },
    'consumers hold no jwt_secrets',
  ],
  [
    'changed Lua',
    (file) => {
      plugin(file, 'pre-function').config.access[0] += ' ';
    },
    'change both together',
  ],
  [
    'another Redis for a route',
    (file) => {
      file.services[0].routes[1].plugins[1].config.redis.port = 2;
    },
    'another Redis',
  ],
  [
    'unnamed route',
    (file) => {
      delete file.services[1].routes[0].name;
    },
    'services[1].routes[0].name is required',
  ],
])('a %s is refused by name', (_what, change, message) => {
  expect(() => readGatewayConfig(changed(change), {})).toThrow(message);
});

test('several faults come together', () => {
  const text = changed((file) => {
    file.services[0].retries = -1;
    plugin(file, 'jwt').config.cookie_names = ['token'];
  });
  expect(() => readGatewayConfig(text, {})).toThrow(/retries[\s\S]*cookie_names/);
});
