// `npm run test:gateway -- http://127.0.0.1:8000 [jest arguments]`: the gateway suite against a gateway that runs already, by nothing
// but its address; no servers are started. Each run leaves two users behind.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { explain, Failure } from './failure.mjs';
import { install } from './install.mjs';
import { gatewaySuite, jestCommand } from './jest.mjs';
import { root } from './runtime.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

/** Without the slash that a browser puts at its end. */
function baseOf(text) {
  const url = URL.parse(text ?? '');
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  const todo = 'npm run test:gateway -- http://127.0.0.1:8000';
  throw new Failure('read the address', `"${text ?? ''}" is no address of a gateway`, todo);
}

try {
  const [address, ...rest] = process.argv.slice(2);
  const TEST_BASE_URL = baseOf(address);
  await install({ say, programs: [] });
  const suite = ['--runTestsByPath', join(root, gatewaySuite)];
  const [command, args] = jestCommand('--reporters=default', ...rest, ...suite);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, TEST_BASE_URL },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
