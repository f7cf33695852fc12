// `node dev/infra/workflows.mjs`: the workflows of .github held against our own rules, actionlint and zizmor. actionlint is the one on
// PATH, or Go makes it under .data/; zizmor needs Python 3 with venv and pip. What is missing is named, and a fault where CI is set.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, runToEnd } from '../commands.mjs';
import { explain } from '../failure.mjs';
import { findProgram } from '../programs.mjs';
import { installPython } from '../python.mjs';
import { root } from '../runtime.mjs';
import { faultsOf } from './workflow-rules.mjs';

const versions = { actionlint: '1.7.12', zizmor: '1.32.0' };
const folder = join(root, '.github/workflows');
const data = join(root, '.data', 'infra');
const say = (text) => process.stdout.write(`${text}\n`);

function ownFaults() {
  const files = readdirSync(folder).map((name) => [
    `.github/workflows/${name}`,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return faultsOf(new Map(files), scripts);
}

/** The path of actionlint, or null where there is neither it nor Go. */
async function actionlint() {
  const found = findProgram('actionlint');
  if (found !== null) return found;
  const bin = join(data, `actionlint-${versions.actionlint}`);
  const made = join(bin, 'actionlint');
  if (existsSync(made)) return made;
  const go = findProgram('go');
  if (go === null) return null;
  say(`Making actionlint ${versions.actionlint} ...`);
  const module = `github.com/rhysd/actionlint/cmd/actionlint@v${versions.actionlint}`;
  await mustRun('make actionlint', go, ['install', module], {
    env: { ...process.env, GOBIN: bin },
    log: join(data, 'logs/go-actionlint.log'),
    todo: 'check the network, or install actionlint by hand',
  });
  return made;
}

/** The path of zizmor, or null where there is neither it nor Python. */
async function zizmor() {
  const found = findProgram('zizmor');
  if (found !== null) return found;
  if (findProgram('python3') === null) return null;
  const venv = join(data, `zizmor-${versions.zizmor}`);
  const log = join(data, 'logs/install-zizmor.log');
  await installPython({ venv, packages: [`zizmor==${versions.zizmor}`], log, say });
  return join(venv, 'bin/zizmor');
}

const tools = {
  actionlint: { find: actionlint, args: ['-no-color'], todo: 'install Go, or actionlint' },
  zizmor: {
    find: zizmor,
    args: ['--offline', '--no-progress', '--color=never', '--strict-collection', '.github'],
    todo: 'install Python 3 with venv and pip, or zizmor',
  },
};

/** Whether the tool found nothing, or was missing where that is no fault. */
async function passes([name, { find, args, todo }]) {
  const program = await find();
  if (program === null) {
    say(`MISSING ${name}: its checks did not run. To have them: ${todo}`);
    return process.env.CI === undefined;
  }
  const log = join(data, `logs/${name}.log`);
  const code = await runToEnd(program, args, { cwd: root, log });
  say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
  if (code !== 0) say(readFileSync(log, 'utf8'));
  return code === 0;
}

try {
  const faults = ownFaults();
  for (const fault of faults) say(`FAILED  ${fault}`);
  if (faults.length === 0) say('ok      pins, permissions and commands of the workflows');
  const results = [];
  for (const tool of Object.entries(tools)) results.push(await passes(tool));
  if (faults.length > 0 || results.includes(false)) process.exitCode = 1;
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
