// Who may import whom: main → app → {http, inbox} → actions → {domain, store} in each service, and everybody shared.
import { eachFile, type Rule } from './rule.ts';
import type { Import } from './source.ts';

type Place = { service: string; room: string };

const downstairs: Record<string, readonly string[]> = {
  main: ['app', 'config'],
  migrate: ['config', 'store/migrations'],
  keys: ['config', 'http', 'actions', 'store'],
  app: ['config', 'http', 'inbox', 'actions', 'domain', 'store'],
  http: ['http', 'actions', 'domain'],
  inbox: ['inbox', 'actions'],
  actions: ['actions', 'domain', 'store'],
  store: ['store', 'store/migrations'],
  'store/migrations': ['store/migrations'],
  domain: ['domain'],
  config: [],
};

const inService = /^services\/([^/]+)\/src\/(store\/migrations|[^/.]+)/;

function placeOf(path: string): Place | undefined {
  const [, service, room] = inService.exec(path) ?? [];
  return service && room ? { service, room } : undefined;
}

function isDown(from: Place, to: Place, { typeOnly }: Import): boolean {
  if (from.room === 'store' && to.room === 'domain') return typeOnly;
  return downstairs[from.room]?.includes(to.room) ?? false;
}

/** Inside a service: imports go down the stairs only, and there are no other rooms. */
export const arrows: Rule = eachFile(({ path, imports }) => {
  const from = placeOf(path);
  if (!from) return [];
  if (!downstairs[from.room]) return [`stands in "${from.room}", which is no room`];
  return imports.flatMap((used) => {
    const to = placeOf(used.target);
    if (!to || to.service !== from.service || isDown(from, to, used)) return [];
    return [`(${from.room}) must not import ${used.target} (${to.room})`];
  });
});

const isService = (path: string) => path.startsWith('services/');
const serviceOf = (path: string) => path.split('/', 2).join('/');

/** Between packages: a service knows shared, the gateway knows shared, shared knows nobody; tests included. */
export const packages: Rule = (sources) =>
  sources.flatMap(({ path, imports }) => {
    const [root = ''] = path.split('/');
    if (!['services', 'shared', 'gateway'].includes(root)) return [];
    const away = ({ target }: Import) =>
      (isService(target) && serviceOf(target) !== serviceOf(path)) ||
      (target.startsWith('gateway/') && root !== 'gateway');
    return imports.filter(away).map(({ target }) => `${path} must not import ${target}`);
  });

const sql = /^(?:sequelize|mysql2)(?:\/|$)/;
const sqlRooms = /^dev\/|^shared\/src\/db\/|^services\/[^/]+\/src\/store\//;
const transactions = 'shared/src/db/transaction.ts';
const transactionRooms = /^shared\/|^services\/[^/]+\/src\/actions\//;

/** Only stores know Sequelize and SQL (others may name a type, to hand a transaction on); only actions open transactions. */
export const database: Rule = eachFile(({ path, imports }) =>
  imports.flatMap(({ target, typeOnly }) => {
    if (typeOnly) return [];
    if (sql.test(target) && !sqlRooms.test(path))
      return [`must not know ${target}: only stores do`];
    if (target !== transactions || transactionRooms.test(path)) return [];
    return ['must not open transactions: only actions do'];
  }),
);
