// `npm run bench`: a system on private servers, the figures of bench/ against bare baselines in the same run, all removed at the end.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './failure.mjs';
import { leaveFolder, takeFolder } from './folder.mjs';
import { install } from './install.mjs';
import { productNode, root } from './runtime.mjs';
import { startServers } from './servers.mjs';
import { startSystem } from './system.mjs';

const data = join(root, '.data', `bench-${process.pid}`);
const say = (text) => process.stderr.write(`${text}\n`);
const limits = { USER_LIMIT: '100000000', ADDRESS_LIMIT: '1000000' };
const settings = { gateway: limits, entry: { MAX_ENTRIES_PER_CALENDAR: '10000000' } };

function run(system) {
  const env = { ...process.env, BENCH_SYSTEM: JSON.stringify(system) };
  const args = [join(root, 'bench/src/main.ts'), ...process.argv.slice(2)];
  const child = spawn(productNode(), args, { cwd: root, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  await install({ say });
  await takeFolder(data);
  const servers = await startServers({ data, accounts: 1 });
  const place = { servers: servers.info, account: 0, folder: join(data, 'main'), prefix: '' };
  const system = await startSystem({ ...place, settings });
  process.exitCode = await run(system);
  await system.stop({ patience: 5_000 });
  await servers.stop({ signal: 'SIGKILL' });
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
} finally {
  leaveFolder(data);
  rmSync(data, { recursive: true, force: true });
}
