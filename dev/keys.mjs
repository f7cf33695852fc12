// `npm run keys -- <step> [--data DIR]`: one step of a key rotation in the system that `npm start` runs, which goes on meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { command } from './command.mjs';
import { keysEnvironment } from './environments.mjs';
import { Failure } from './failure.mjs';
import { isInUse, pidsOf } from './folder.mjs';
import { livingPid } from './pids.mjs';
import { productNode, root } from './runtime.mjs';
import { keysProgram, planOf, render } from './system.mjs';

const usage = `npm run keys -- add      a new key that everybody knows and nothing is signed with yet
npm run keys -- sign     it signs, once every service and the gateway let its tokens pass
npm run keys -- drop     the old key goes, once no token can live that was signed with it
npm run keys -- publish  the gateway gets the keys as they are (after a step that was cut short)

  --data <dir>   as of npm start
  --help         show this
`;

const read = ({ data }, step) => ({
  step,
  folder: resolve(data ?? join(root, '.data/start')),
});

function readPlan(folder) {
  const file = planOf(folder);
  const plan = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (plan !== null && isInUse(plan.servers.data)) return plan;
  const why = `nothing runs in ${folder}`;
  throw new Failure('find the system', why, 'npm start, or name its folder: --data DIR');
}

async function run(plan, step) {
  const child = spawn(productNode(), [join(root, keysProgram), step], {
    env: keysEnvironment(plan),
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** A gateway that is just being started again reads the file by itself. */
function reload(plan) {
  const pid = livingPid(join(pidsOf(plan.servers.data), `${plan.name}-gateway-0.json`));
  if (pid !== null) process.kill(pid, 'SIGHUP');
}

async function turn({ step, folder }) {
  const plan = readPlan(folder);
  if (await run(plan, step)) {
    await render(plan);
    reload(plan);
  } else process.exitCode = 1;
}

await command({ usage, options: { data: { type: 'string' } }, needs: 'step', read }, turn);
