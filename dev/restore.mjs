// `npm run restore -- FILE`: the three schemas as the backup has them, and nothing of what came after. `npm start` must not run.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withDatabase } from './database-alone.mjs';
import { isWhole, load } from './dump.mjs';
import { explain, Failure } from './failure.mjs';
import { clients, install } from './install.mjs';
import { natsFolder } from './nats.mjs';
import { root } from './runtime.mjs';
import { openDatabase } from './schemas.mjs';

const usage = `npm run restore -- <file> [options]

  --data <dir>   as of npm start
`;
const say = (text) => process.stdout.write(`${text}\n`);

function readOptions() {
  try {
    const options = { data: { type: 'string' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length !== 1) throw new Error('say which file');
    return {
      file: resolve(positionals[0]),
      data: resolve(values.data ?? join(root, '.data/start')),
    };
  } catch (error) {
    throw new Failure('read the options', error.message, `use what there is:\n${usage}`);
  }
}

function checkFile(file) {
  if (existsSync(file) && isWhole(file)) return;
  throw new Failure('read the backup', `${file} is no whole backup`, 'choose another file');
}

// Tokens of users and sessions that the backup does not have would pass for as long as they live: the next start makes another key.
async function forgetKeys(adminUrl) {
  const connection = await openDatabase(adminUrl);
  await connection.query('DELETE FROM auth.signing_key');
  await connection.end();
}

async function restore({ data, file }) {
  checkFile(file);
  await install({ say, programs: clients });
  await withDatabase(data, async (adminUrl) => {
    await load({ adminUrl, file });
    await forgetKeys(adminUrl);
    // The broker holds facts that are none any more. Auth and calendar see that their streams are new, and tell theirs again.
    rmSync(natsFolder(data), { recursive: true, force: true });
  });
  say(`Restored: ${file}. npm start goes on from there.`);
}

try {
  await restore(readOptions());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
