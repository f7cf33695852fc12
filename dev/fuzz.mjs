// `npm run fuzz [-- examples]`: schemathesis holds a system of its own against shared/openapi.json. Needs Python 3.9 or newer
// with venv and pip; schemathesis is installed under .data/. `examples` bounds what is made up for each operation.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './failure.mjs';
import { install } from './install.mjs';
import { onOwnSystem } from './own-system.mjs';
import { installPython } from './python.mjs';
import { root } from './runtime.mjs';

const version = '4.32.5';
const data = join(root, '.data/fuzz');
const venv = join(root, '.data', `schemathesis-${version}`);
const tool = join(venv, 'bin/schemathesis');
const examples = Number(process.argv[2] ?? 100);
const limits = { USER_LIMIT: '10000000', ADDRESS_LIMIT: '10000000' };

// No schema can say what a zone, a stored id or a cursor of ours is: what it lets through may be a 400.
const checks = ['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'];
const operations = (verb, ...names) => names.flatMap((name) => [`--${verb}-operation-id`, name]);
// Each has a user, a calendar and an entry of its own, so that what one deletes is there for the others.
const runs = [
  {
    name: 'reading and writing',
    fixed: true,
    filter: operations('exclude', 'deleteEntry', 'deleteCalendar', 'deleteMe'),
  },
  { name: 'deleting', fixed: true, filter: operations('include', 'deleteEntry', 'deleteCalendar') },
  { name: 'deleting a user', fixed: true, filter: operations('include', 'deleteMe') },
  { name: 'one request after another', filter: operations('exclude', 'deleteMe'), stateful: true },
];

const say = (text) => process.stdout.write(`${text}\n`);

async function makeOwner(baseUrl) {
  const post = async (path, body, token) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(baseUrl + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (response.status === 201) return response.json();
    throw new Error(`POST ${path} was answered ${response.status}: ${await response.text()}`);
  };
  const user = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const { accessToken } = await post('/auth/register', user);
  const calendar = await post('/calendars', { name: 'Fuzz' }, accessToken);
  const entry = { title: 'Fuzz', start: '2027-03-01T09:00:00Z', duration: 'PT1H' };
  const { id } = await post(`/calendars/${calendar.id}/entries`, entry, accessToken);
  return { accessToken, calendarId: calendar.id, entryId: id };
}

/** Resolves to whether schemathesis found nothing. */
async function fuzz({ baseUrl }, { name, fixed, filter, stateful }, ending) {
  say(`\n${name}:`);
  const { accessToken, calendarId, entryId } = await makeOwner(baseUrl);
  const folder = join(data, name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  const ids = `[parameters]\n"path.calendarId" = "${calendarId}"\n"path.entryId" = "${entryId}"\n`;
  writeFileSync(join(folder, 'schemathesis.toml'), fixed ? ids : '');
  const args = [
    ...['run', join(root, 'shared/openapi.json'), '--url', baseUrl],
    ...['--header', `Authorization: Bearer ${accessToken}`],
    ...['--phases', stateful ? 'stateful' : 'examples,coverage,fuzzing'],
    ...['--max-examples', `${stateful ? Math.ceil(examples / 4) : examples}`, '--workers', '2'],
    ...[
      '--continue-on-failure',
      '--generation-database',
      'none',
      '--no-color',
      '--warnings',
      'off',
    ],
    ...checks,
    ...filter,
  ];
  const child = spawn(tool, args, { cwd: folder, stdio: 'inherit' });
  ending.wanted.then(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function prepare() {
  await install({ say });
  const log = join(data, 'logs/install-schemathesis.log');
  await installPython({ venv, packages: [`schemathesis==${version}`], log, say });
}

try {
  const options = { instances: { entry: 2 }, settings: { gateway: limits } };
  await onOwnSystem({ data, say, prepare, ...options }, async (system, ending) => {
    for (const each of runs) {
      if (!ending.asked && !(await fuzz(system, each, ending))) process.exitCode = 1;
    }
  });
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
