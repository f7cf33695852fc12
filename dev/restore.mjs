// `npm run restore -- FILE`: the three schemas as the backup has them, and nothing of what came after. `npm start` must not run.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { command } from './command.mjs';
import { withDatabase } from './database-alone.mjs';
import { isWhole, load } from './dump.mjs';
import { Failure } from './failure.mjs';
import { clients, install } from './install.mjs';
import { natsFolder } from './nats.mjs';
import { root } from './runtime.mjs';
import { openDatabase } from './schemas.mjs';

const usage = `npm run restore -- <file> [options]

  --data <dir>   as of npm start
  --help         show this
`;
const say = (text) => process.stdout.write(`${text}\n`);

const read = ({ data }, file) => ({
  file: resolve(file),
  data: resolve(data ?? join(root, '.data/start')),
});

function checkFile(file) {
  const why = existsSync(file) ? !isWhole(file) && 'is no whole backup' : 'is not there';
  if (why) throw new Failure('read the backup', `${file} ${why}`, 'choose another file');
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

await command({ usage, options: { data: { type: 'string' } }, needs: 'file', read }, restore);
