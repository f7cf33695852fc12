// `npm run bench`: a system on private servers, the figures of bench/ against bare baselines in the same run, all removed at the end.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { explain } from './failure.mjs';
import { install } from './install.mjs';
import { onOwnSystem } from './own-system.mjs';
import { productNode, root } from './runtime.mjs';

const data = join(root, '.data/bench');
const say = (text) => process.stderr.write(`${text}\n`);
const limits = { USER_LIMIT: '100000000', ADDRESS_LIMIT: '1000000' };
const settings = { gateway: limits, entry: { MAX_ENTRIES_PER_CALENDAR: '10000000' } };

function run(system, ending) {
  const env = { ...process.env, BENCH_SYSTEM: JSON.stringify(system) };
  const args = [join(root, 'bench/src/main.ts'), ...process.argv.slice(2)];
  const child = spawn(productNode(), args, { cwd: root, env, stdio: 'inherit' });
  ending.wanted.then(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  const prepare = () => install({ say });
  await onOwnSystem({ data, say, prepare, settings }, async (system, ending) => {
    process.exitCode = await run(system, ending);
  });
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
