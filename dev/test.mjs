// `npm test [-- jest arguments]`: Jest on Node 26 against one system on private servers, all removed at the end.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explain } from './failure.mjs';
import { isInUse, leaveFolder, takeFolder } from './folder.mjs';
import { install } from './install.mjs';
import { jestCommand } from './jest.mjs';
import { endRecorded } from './pids.mjs';
import { root } from './runtime.mjs';
import { dropSchemas } from './schemas.mjs';
import { startServers } from './servers.mjs';
import { startSystem } from './system.mjs';

const runs = join(root, '.data');
const accounts = 64;
const workers = process.env.TEST_FORM === 'long' ? 1 : 2; // figures of a long form are its own
const patience = 5_000;
const limits = { USER_LIMIT: '1000000', ADDRESS_LIMIT: '1000000' };
const databaseUrl = process.env.TEST_DATABASE_URL;

const say = (text) => process.stderr.write(`${text}\n`);

// A database that is not ours may serve several runs: its schemas carry the number of the run.
const prefixOf = (run) =>
  databaseUrl === undefined ? '' : `t${Number(run.split('-')[1]).toString(36)}_`;

async function removeRun(run) {
  const data = join(runs, run);
  const pids = readdirSync(data, { recursive: true }).filter((path) => basename(path) === 'pids');
  await Promise.all(pids.map((path) => endRecorded(join(data, path), { signal: 'SIGKILL' })));
  if (databaseUrl !== undefined)
    await dropSchemas({ adminUrl: databaseUrl, prefix: prefixOf(run) });
  leaveFolder(data);
  rmSync(data, { recursive: true, force: true });
}

async function removeKilledRuns() {
  if (!existsSync(runs)) return;
  const dead = readdirSync(runs).filter(
    (name) => /^test-\d+$/.test(name) && !isInUse(join(runs, name)),
  );
  for (const run of dead) await removeRun(run);
}

async function start(run) {
  const data = join(runs, run);
  const onDeath = (dead) => {
    if (!ending) say(`${dead.name} ended unexpectedly:\n${dead.lastLines()}`);
  };
  const servers = await startServers({ data, accounts, databaseUrl, onDeath });
  const schemaPrefix = prefixOf(run);
  const system = await startSystem({
    servers: { ...servers.info, schemaPrefix },
    account: 0,
    name: 'main',
    folder: join(data, 'main'),
    prefix: `${schemaPrefix}main_`,
    instances: { entry: 2 },
    settings: { gateway: limits },
    onDeath,
  });
  return {
    system,
    async stop() {
      await system.stop({ patience });
      await servers.stop({ signal: 'SIGKILL' }); // their data goes with the run
    },
  };
}

function jest(system) {
  const env = {
    ...process.env,
    TEST_BASE_URL: system.baseUrl,
    TEST_SYSTEM: JSON.stringify(system),
  };
  const [command, args] = jestCommand(`--maxWorkers=${workers}`, ...process.argv.slice(2));
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  process.once('exit', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

let ending = false;
const run = `test-${process.pid}`;
try {
  process.on('SIGINT', end).on('SIGTERM', end);
  await install({ say });
  await removeKilledRuns();
  await takeFolder(join(runs, run));
  const { system, stop } = await start(run);
  process.exitCode = await jest(system);
  await stop();
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
} finally {
  await end();
}

// After a signal too: what is left of the run goes, and nobody is told that it died.
async function end(signal) {
  ending = true;
  if (existsSync(join(runs, run))) await removeRun(run);
  if (signal !== undefined) process.exit(1);
}
