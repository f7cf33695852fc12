// Tools written in Python, each in an environment of its own that is made once.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './commands.mjs';

/** Makes the environment `venv` with packages like `name==version`, unless it is there. Needs Python 3 with venv and pip. */
export async function installPython({ venv, packages, log, say }) {
  const done = join(venv, 'installed');
  if (existsSync(done)) return;
  const todo = 'install Python 3.9 or newer with venv and pip';
  say(`Installing ${packages.join(' and ')} ...`);
  await mustRun('make a Python environment', 'python3', ['-m', 'venv', venv], { log, todo });
  const pip = ['install', '--quiet', ...packages];
  await mustRun(`install ${packages}`, join(venv, 'bin/pip'), pip, { log, todo });
  writeFileSync(done, '');
}
