// What goes wrong in an upgrade: each time the old version goes on serving, and the cluster says why.

import { get, kubectl, own, podsOf, run, until } from './kubectl.mjs';
import { expectFew, underLoad } from './load.mjs';
import { apply, ready } from './whole.mjs';

/** Changes one document of the rendered text. */
const editing = (kind, name, change) => (text) => {
  const documents = text.split(/^---$/m);
  const index = documents.findIndex(
    (document) =>
      new RegExp(`^kind: ${kind}$`, 'm').test(document) &&
      new RegExp(`^  name: ${name}$`, 'm').test(document),
  );
  if (index === -1) throw new Error(`there is no ${kind} ${name}`);
  const changed = change(documents[index]);
  if (changed === documents[index]) throw new Error(`${kind} ${name} has nothing to change`);
  documents[index] = changed;
  return documents.join('---');
};

const logOf = (pod, container, ...flags) =>
  kubectl('logs', pod, '-c', container, '--tail=5', ...flags).catch(() => ''); // it may not have begun

/** Of a deployment that does not come up: why, in the words of the cluster and of its containers. */
async function reasonsOf(name) {
  const words = (await podsOf(name)).map(async ({ name: pod, containers, waiting }) => {
    const events = await get('events', `--field-selector=involvedObject.name=${pod}`);
    const logs = containers.flatMap((each) => [logOf(pod, each), logOf(pod, each, '--previous')]);
    const messages = events.items.map(({ message }) => message);
    return [waiting?.message ?? '', ...messages, ...(await Promise.all(logs))].join('\n');
  });
  return (await Promise.all(words)).join('\n');
}

/** Applies a change that cannot work, sees `message` where somebody would look, and that everybody is served; then mends it. */
function stops({ edit, look, message }) {
  return async ({ base }) => {
    try {
      let found;
      const seen = await underLoad(base, async () => {
        await apply(edit);
        await until(`the message ${message}`, 240, async () => {
          await own('CLUSTER_AFTER_APPLY').catch(() => undefined);
          found = message.exec(await look());
          return found !== null;
        });
      });
      return `"${found[0]}"; ${expectFew(seen, 0)}`;
    } finally {
      await apply();
      await ready();
    }
  };
}

const jobLog = (name) => async () => {
  const { printed } = await run('sh', [
    '-c',
    `kubectl -n calendar logs job/${name} --all-containers --tail=20 2>&1 || true`,
  ]);
  return printed;
};

/** A migration of the next version that the database refuses: the job's program is another one here. */
const failingMigration = editing('Job', 'entry-migrate', (text) =>
  text.replace(
    '- services/entry/src/migrate.ts',
    `- --input-type=module
        - -e
        - "import { migrate } from '/app/shared/src/db/migrate.ts';
          import { readFileSync } from 'node:fs';
          const url = readFileSync(process.env.DATABASE_URL_FILE, 'utf8').trim();
          await migrate({ url, migrations: [{ name: '9999-broken', sql: ['ALTER TABLE no_such_table ADD x INT'] }] });"`,
  ),
);

export const badInputs = {
  'missing-secret': [
    'a file of the Secret is missing',
    stops({
      edit: editing('Deployment', 'entry', (text) =>
        text.replace('key: redis-url', 'key: redis-url-of-nobody'),
      ),
      look: () => reasonsOf('entry'),
      message: /references non-existent secret key: \S+/,
    }),
  ],
  'wrong-image': [
    'an image is not there',
    stops({
      edit: editing('Deployment', 'calendar', (text) =>
        text.replaceAll(/image: \S+/g, 'image: calendar:no-such-version'),
      ),
      look: () => reasonsOf('calendar'),
      message: /(?:Back-off pulling|[Ff]ailed to (?:pull|resolve)[^\n]{0,20}) image[^\n]{0,60}/,
    }),
  ],
  'no-database': [
    'the database of a new version cannot be reached',
    stops({
      edit: editing('Deployment', 'auth', (text) =>
        text.replaceAll(
          '- name: DATABASE_URL_FILE\n          value: /run/calendar-secrets/database-url',
          '- name: DATABASE_URL\n          value: mysql://auth:x@no-such-host:3306/auth',
        ),
      ),
      look: () => reasonsOf('auth'),
      message: /The schema is not ready: [^\n]*/,
    }),
  ],
  'failed-migration': [
    'a migration fails',
    stops({
      edit: failingMigration,
      look: jobLog('entry-migrate'),
      message: /no_such_table[^\n]*/,
    }),
  ],
  'broken-gateway-file': [
    "the gateway's template is broken",
    stops({
      edit: editing('Deployment', 'kong', (text) =>
        text.replace(
          '- gateway/src/render.ts',
          '- -e\n        - require("node:fs").writeFileSync(process.env.OUT, "broken")',
        ),
      ),
      look: () => reasonsOf('kong'),
      message: /does not understand this file:\s*[^\n]*/,
    }),
  ],
};
