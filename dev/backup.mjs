// `npm run backup`: the three schemas as they are at one moment, in one file. `npm start` may run meanwhile, and nobody waits.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { command } from './command.mjs';
import { withDatabase } from './database-alone.mjs';
import { dump } from './dump.mjs';
import { Failure } from './failure.mjs';
import { isInUse, writeSecret } from './folder.mjs';
import { clients, install } from './install.mjs';
import { databaseFolder } from './mariadb.mjs';
import { root } from './runtime.mjs';
import { planOf, services } from './system.mjs';

const usage = `npm run backup [-- options]

  --data <dir>   as of npm start
  --out <file>   backups/<time>.sql in that folder unless told otherwise
  --help         show this
`;
const text = { type: 'string' };
const say = (text) => process.stdout.write(`${text}\n`);

function read({ data: folder, out }) {
  const data = resolve(folder ?? join(root, '.data/start'));
  const now = new Date().toISOString().replaceAll(':', '-');
  return { data, out: resolve(out ?? join(data, 'backups', `${now}.sql`)) };
}

function checkFolder(data) {
  if (existsSync(databaseFolder(data))) return;
  const todo = 'npm start first, or name its folder: --data DIR';
  throw new Failure('find the data', `there is none in ${data}`, todo);
}

/** Whole or not at all, and for its owner's eyes only. */
async function write(adminUrl, file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  writeSecret(draft, '');
  await dump({ adminUrl, schemas: services, file: draft });
  renameSync(draft, file);
}

async function backup({ data, out }) {
  checkFolder(data);
  await install({ say, programs: clients });
  if (isInUse(data)) {
    const { servers } = JSON.parse(readFileSync(planOf(data), 'utf8'));
    await write(servers.database.adminUrl, out);
  } else await withDatabase(data, (adminUrl) => write(adminUrl, out));
  say(`Written: ${out}`);
}

await command({ usage, options: { data: text, out: text }, read }, backup);
