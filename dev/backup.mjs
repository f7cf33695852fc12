// `npm run backup`: the three schemas as they are at one moment, in one file. `npm start` may run meanwhile, and nobody waits.
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withDatabase } from './database-alone.mjs';
import { dump } from './dump.mjs';
import { explain, Failure } from './failure.mjs';
import { isInUse, writeSecret } from './folder.mjs';
import { clients, install } from './install.mjs';
import { root } from './runtime.mjs';
import { planOf, services } from './system.mjs';

const usage = `npm run backup [-- options]

  --data <dir>   as of npm start
  --out <file>   backups/<time>.sql in that folder unless told otherwise
`;
const say = (text) => process.stdout.write(`${text}\n`);

function readOptions() {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({ options: { data: text, out: text } });
    const data = resolve(values.data ?? join(root, '.data/start'));
    const now = new Date().toISOString().replaceAll(':', '-');
    return { data, out: resolve(values.out ?? join(data, 'backups', `${now}.sql`)) };
  } catch (error) {
    throw new Failure('read the options', error.message, `use what there is:\n${usage}`);
  }
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
  await install({ say, programs: clients });
  if (isInUse(data)) {
    const { servers } = JSON.parse(readFileSync(planOf(data), 'utf8'));
    await write(servers.database.adminUrl, out);
  } else await withDatabase(data, (adminUrl) => write(adminUrl, out));
  say(`Written: ${out}`);
}

try {
  await backup(readOptions());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
