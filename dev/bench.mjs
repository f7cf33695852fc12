// `npm run bench [-- series | peers | held | events]`: a system on private servers, figures of bench/ in one run, all removed at the end.
// Without a name those of single entries. `peers` needs Python 3 with venv and pip; what it compares with is installed under .data/.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { explain } from './failure.mjs';
import { install } from './install.mjs';
import { onOwnSystem } from './own-system.mjs';
import { freePort } from './ports.mjs';
import { installPython } from './python.mjs';
import { productNode, root } from './runtime.mjs';

const data = join(root, '.data/bench');
const files = {
  series: 'series/main.ts',
  peers: 'series/peers.ts',
  held: 'series/held.ts',
  events: 'events/main.ts',
};
const [name, ...rest] = process.argv.slice(2);
const [file, args] = name in files ? [files[name], rest] : ['src/main.ts', process.argv.slice(2)];

const say = (text) => process.stderr.write(`${text}\n`);
const limits = { USER_LIMIT: '100000000', ADDRESS_LIMIT: '1000000' };
const entry = { MAX_ENTRIES_PER_CALENDAR: '10000000' };
const more = {}; // of the environment of the figures

async function prepare() {
  await install({ say });
  if (name !== 'peers') return;
  more.PEERS = join(root, '.data/peers');
  const packages = ['radicale==3.9.0', 'xandikos==0.4.10'];
  await installPython({ venv: more.PEERS, packages, log: join(data, 'logs/peers.log'), say });
}

if (name === 'held') {
  more.PROBE_PORT = `${await freePort()}`;
  const probe = pathToFileURL(join(root, 'bench/series/probe.mjs'));
  Object.assign(entry, { PROBE_PORT: more.PROBE_PORT, NODE_OPTIONS: `--import=${probe}` });
}

function run(system, ending) {
  const env = { ...process.env, ...more, BENCH_SYSTEM: JSON.stringify(system) };
  const command = [join(root, 'bench', file), ...args];
  const child = spawn(productNode(), command, { cwd: root, env, stdio: 'inherit' });
  ending.wanted.then(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  const settings = { gateway: limits, entry };
  await onOwnSystem({ data, say, prepare, settings }, async (system, ending) => {
    process.exitCode = await run(system, ending);
  });
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
