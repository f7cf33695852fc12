// Each rule is seen to name a planted violation, and the repository has none.
import { resolve } from 'node:path';
import { inspect } from './house.ts';
import { readTree } from './tree.ts';

const lines = (count: number) => 'x;\n'.repeat(count);
const host = (...parts: string[]) => parts.join('.');

type Planted = [what: string, tree: Record<string, string>, named: string];

const planted: Planted[] = [
  [
    'an action that looks up the stairs',
    {
      'services/auth/src/actions/log-in.ts': `import { view } from '../http/view.ts';`,
      'services/auth/src/http/view.ts': 'export const view = 1;',
    },
    'arrows: services/auth/src/actions/log-in.ts (actions) must not import services/auth/src/http/view.ts (http)',
  ],
  [
    'a type that comes from up the stairs',
    { 'services/auth/src/domain/user.ts': `type Row = import('../store/users.ts').Row;` },
    'arrows: services/auth/src/domain/user.ts (domain) must not import services/auth/src/store/users.ts (store)',
  ],
  [
    'http that reads the store',
    { 'services/auth/src/http/me.ts': `import type { Users } from '../store/users.ts';` },
    'arrows: services/auth/src/http/me.ts (http) must not import services/auth/src/store/users.ts (store)',
  ],
  [
    'an inbox that decides by itself',
    { 'services/auth/src/inbox/users.ts': `import { rule } from '../domain/rule.ts';` },
    'arrows: services/auth/src/inbox/users.ts (inbox) must not import services/auth/src/domain/rule.ts (domain)',
  ],
  [
    'a store that calls the domain',
    { 'services/auth/src/store/users.ts': `import { rule } from '../domain/rule.ts';` },
    'arrows: services/auth/src/store/users.ts (store) must not import services/auth/src/domain/rule.ts (domain)',
  ],
  [
    'a room that knows the config',
    { 'services/auth/src/actions/log-in.ts': `import type { Config } from '../config.ts';` },
    'arrows: services/auth/src/actions/log-in.ts (actions) must not import services/auth/src/config.ts (config)',
  ],
  [
    'a main that does the work of app',
    { 'services/auth/src/main.ts': `import { users } from './store/users.ts';` },
    'arrows: services/auth/src/main.ts (main) must not import services/auth/src/store/users.ts (store)',
  ],
  [
    'a migration run that touches a store',
    { 'services/auth/src/migrate.ts': `import { users } from './store/users.ts';` },
    'arrows: services/auth/src/migrate.ts (migrate) must not import services/auth/src/store/users.ts (store)',
  ],
  [
    'a step of a key rotation that decides by itself',
    { 'services/auth/src/keys.ts': `import { user } from './domain/user.ts';` },
    'arrows: services/auth/src/keys.ts (keys) must not import services/auth/src/domain/user.ts (domain)',
  ],
  [
    'a room that is none',
    { 'services/auth/src/lib/users.ts': 'export const a = 1;' },
    'arrows: services/auth/src/lib/users.ts stands in "lib", which is no room',
  ],
  [
    'a service that imports another',
    { 'services/auth/src/http/me.ts': `export * from '@calendar/entry/http/view';` },
    'packages: services/auth/src/http/me.ts must not import services/entry/src/http/view.ts',
  ],
  [
    'a test that imports another service',
    { 'services/auth/test/me.test.ts': `await import('../../entry/src/app.ts');` },
    'packages: services/auth/test/me.test.ts must not import services/entry/src/app.ts',
  ],
  [
    'shared that imports a service',
    { 'shared/src/log.ts': `import type { User } from '../../services/auth/src/domain/user.ts';` },
    'packages: shared/src/log.ts must not import services/auth/src/domain/user.ts',
  ],
  [
    'a gateway that imports a service',
    { 'gateway/src/proxy.ts': `import { app } from '@calendar/auth/app';` },
    'packages: gateway/src/proxy.ts must not import services/auth/src/app.ts',
  ],
  [
    'SQL outside of the store',
    { 'services/auth/src/actions/log-in.ts': `import { QueryTypes } from 'sequelize';` },
    'database: services/auth/src/actions/log-in.ts must not know sequelize: only stores do',
  ],
  [
    'a transaction outside of an action',
    {
      'services/auth/src/store/users.ts': `import { transaction } from '@calendar/shared/db/transaction';`,
    },
    'database: services/auth/src/store/users.ts must not open transactions: only actions do',
  ],
  [
    'a cycle of files, closed by a type',
    {
      'shared/src/a.ts': `import { b } from './b.ts'; export const a = b;`,
      'shared/src/b.ts': `import type { a } from './a.ts'; export type B = typeof a;`,
    },
    'fileCycles: shared/src/a.ts → shared/src/b.ts → shared/src/a.ts is a cycle',
  ],
  [
    'a cycle of folders whose files have none',
    {
      'shared/src/db/one.ts': `import { two } from '../log/two.ts';`,
      'shared/src/log/two.ts': 'export const two = 2;',
      'shared/src/log/three.ts': `export type { Four } from '../db/four.ts';`,
      'shared/src/db/four.ts': 'export type Four = 4;',
    },
    'folderCycles: shared/src/db → shared/src/log → shared/src/db is a cycle',
  ],
  [
    'a second reader of the environment',
    { 'services/auth/src/app.ts': `export const port = process['env'].PORT;` },
    'environment: services/auth/src/app.ts must not read process.env: config.ts does',
  ],
  [
    'a reader of the environment by import',
    { 'shared/src/log.ts': `import { env } from 'node:process';` },
    'environment: shared/src/log.ts must not read process.env: config.ts does',
  ],
  [
    'an exit',
    { 'services/auth/src/main.ts': 'process.exit(1);' },
    'exits: services/auth/src/main.ts must not call process.exit',
  ],
  ...['Date.now', 'new Date()', 'Math.random', 'Temporal.Now', 'crypto.randomUUID'].map(
    (reach): Planted => [
      `a domain with ${reach}`,
      { 'services/auth/src/domain/user.ts': `export const made = ${reach};` },
      `arguable: services/auth/src/domain/user.ts must not use ${reach}`,
    ],
  ),
  [
    'a domain with a library',
    { 'services/auth/src/domain/user.ts': `import { randomBytes } from 'node:crypto';` },
    'pureDomain: services/auth/src/domain/user.ts must not import node:crypto: the domain is pure',
  ],
  [
    'a domain that calls shared',
    { 'services/auth/src/domain/user.ts': `import { newId } from '@calendar/shared/ids';` },
    'pureDomain: services/auth/src/domain/user.ts must not import shared/src/ids.ts: the domain is pure',
  ],
  [
    'what only a test uses',
    {
      'shared/src/a.ts': 'export const own = 1; export const tested = own;',
      'shared/src/a.test.ts': `import { tested } from './a.ts';`,
    },
    'uses: shared/src/a.ts exports tested, which the product does not use',
  ],
  [
    'a name that says nothing',
    { 'shared/src/date-utils.ts': 'export const a = 1;' },
    'names: shared/src/date-utils.ts has "utils" in its name, which says nothing',
  ],
  [
    'a barrel',
    { 'shared/src/db/index.ts': `export * from './a.ts';` },
    'barrels: shared/src/db/index.ts is a barrel',
  ],
  [
    'a default export',
    { 'shared/src/a.ts': 'export default 1;' },
    'defaultExports: shared/src/a.ts has a default export',
  ],
  [
    'files that are long on the whole',
    { 'shared/src/a.ts': lines(10), 'shared/src/b.ts': lines(61), 'shared/src/c.ts': lines(62) },
    'sizes: the median of all files has 61 lines, at most 60',
  ],
  [
    'long files among short ones',
    { 'shared/src/a.ts': lines(10), 'shared/src/b.ts': lines(10), 'shared/src/c.ts': lines(151) },
    'sizes: the 90th percentile of all files has 151 lines, at most 150',
  ],
  [
    'one file that is too long',
    Object.fromEntries(
      Array.from({ length: 11 }, (_, n) => [`shared/src/${n}.ts`, lines(n === 5 ? 251 : 9)]),
    ),
    'sizes: shared/src/5.ts has 251 lines, at most 250',
  ],
  [
    'a place that only its author has',
    { 'README.md': ['See ..', 'shared', 'design', 'api.md.'].join('/') },
    `words: README.md names ${['..', 'shared', 'design'].join('/')}`,
  ],
  [
    'the address of a package registry',
    {
      'services/Dockerfile': `RUN npm config set registry https://${host('registry', 'npmjs', 'org')}/`,
    },
    `words: services/Dockerfile names ${host('registry', 'npmjs', 'org')}`,
  ],
  [
    'a package that npm would take unchecked',
    {
      'package-lock.json':
        '{"packages":{"":{},"node_modules/own":{"link":true},"node_modules/far":{"version":"1.0.0"}}}',
    },
    'hashes: node_modules/far has no integrity in package-lock.json',
  ],
];

test.each(planted)('%s is named', (_, tree, named) => {
  expect(inspect(new Map(Object.entries(tree)))).toContain(named);
});

test('what the rules allow passes', () => {
  const tree = {
    'services/auth/src/main.ts': `import { app } from './app.ts'; import { config } from './config.ts';`,
    'services/auth/src/app.ts': `import { users } from './store/users.ts'; import { me } from './http/me.ts';
      import type { Config } from './config.ts'; export const app = Date.now();`,
    'services/auth/src/config.ts': 'export const config = process.env; export type Config = 1;',
    'services/auth/src/migrate.ts': `import { config } from './config.ts'; import { one } from './store/migrations/0001-users.ts';`,
    'services/auth/src/http/me.ts': `import { act } from '../actions/act.ts'; import { rule } from '../domain/rule.ts';`,
    'services/auth/src/inbox/users.ts': `import { act } from '../actions/act.ts'; import { log } from '@calendar/shared/log';`,
    'services/auth/src/actions/act.ts': `import type { Users } from '../store/users.ts'; import { rule } from '../domain/rule.ts';
      import { transaction } from '@calendar/shared/db/transaction'; export const act = 1;`,
    'services/auth/src/store/users.ts': `import type { Rule } from '../domain/rule.ts'; import { QueryTypes } from 'sequelize';
      export const users = 1; export type Users = 1;`,
    'services/auth/src/store/migrations/0001-users.ts': 'export const one = 1;',
    'services/auth/src/domain/rule.ts': `import { invalid } from '@calendar/shared/errors'; import type { Id } from '@calendar/shared/ids';
      export const rule = new Date(0); export type Rule = 1;`,
    'services/auth/test/me.test.ts': `import { app } from '../src/app.ts'; process.env['X'];`,
    'shared/src/errors.ts': 'export const invalid = 1;',
    'shared/src/ids.ts': `import { invalid } from './errors.ts'; export type Id = 1;`,
    'shared/src/log.ts': 'export const log = 1;',
    'shared/src/db/transaction.ts': `import { log } from '../log.ts'; export const transaction = new Date();`,
    'gateway/src/config.ts': 'export const config = process.env;',
    'gateway/src/main.ts': `import { config } from './config.ts';`,
  };
  expect(inspect(new Map(Object.entries(tree)))).toEqual([]);
});

test('a file that does not parse is named', () => {
  expect(() => inspect(new Map([['shared/src/a.ts', 'const = 1']]))).toThrow('shared/src/a.ts: ');
});

test('the repository keeps every rule', () => {
  const tree = readTree(resolve(import.meta.dirname, '../..'));
  expect(tree.size).toBeGreaterThan(50);
  expect(inspect(tree)).toEqual([]);
});
