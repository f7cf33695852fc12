// `npm run check`: types, lint and format, and the house rules, side by side; what fails is shown whole.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './commands.mjs';
import { explain } from './failure.mjs';
import { install } from './install.mjs';
import { jestCommand } from './jest.mjs';
import { root } from './runtime.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const bin = (name) => join(root, 'node_modules', '.bin', name);

const steps = {
  types: [bin('tsc'), ['--pretty', 'false']],
  'lint and format': [bin('biome'), ['ci', '--colors=off', '.']],
  'house rules': jestCommand('--runInBand', 'dev/rules'),
};

async function passes([name, [command, args]]) {
  const began = Date.now();
  const log = join(root, '.data', 'check-logs', `${name.replaceAll(' ', '-')}.log`);
  const code = await runToEnd(command, args, { cwd: root, log });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`);
  if (code !== 0) say(readFileSync(log, 'utf8'));
  return code === 0;
}

try {
  await install({ say, programs: [] });
  const results = await Promise.all(Object.entries(steps).map(passes));
  if (results.includes(false)) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
