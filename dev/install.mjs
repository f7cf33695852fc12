// Brings what is missing: npm packages as the lock file names them, and the programs that somebody needs: servers, or clients.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aptCan, aptInstall } from './apt.mjs';
import { mustRun } from './commands.mjs';
import { findClient, findDump } from './dump.mjs';
import { Failure } from './failure.mjs';
import { findDatabase } from './mariadb.mjs';
import { findNats } from './nats.mjs';
import { claim } from './pids.mjs';
import { findPrometheus } from './prometheus.mjs';
import { findRedis } from './redis.mjs';
import { hasProductNode, platformFault, root } from './runtime.mjs';

const lock = join(root, '.data', 'install.json');
const logs = join(root, '.data', 'install-logs');

const servers = [
  { title: 'MariaDB or MySQL', find: findDatabase, apt: 'mariadb-server-core', brew: 'mariadb' },
  { title: 'NATS', find: findNats, apt: 'nats-server', brew: 'nats-server' },
  { title: 'Redis', find: findRedis, apt: 'redis-server', brew: 'redis' },
];
const clientPackages = { apt: 'mariadb-client', brew: 'mariadb' };

/** What `npm start -- --observe` needs beside them. */
export const observers = [
  ...servers,
  { title: 'Prometheus', find: findPrometheus, apt: 'prometheus', brew: 'prometheus' },
];

/** What `npm run backup` and `npm run restore` need beside the servers. */
export const clients = [
  ...servers,
  { title: 'mariadb-dump or mysqldump', find: findDump, ...clientPackages },
  { title: 'the client mariadb or mysql', find: findClient, ...clientPackages },
];

/** Installs packages and programs, the servers unless told otherwise. `say` shows progress; nothing is said when all is there. */
export async function install({ say, programs = servers }) {
  const fault = platformFault();
  if (fault !== null)
    throw new Failure('check the platform', fault, elsewhere('use a Linux (WSL too) or a Mac'));
  await alone(say, async () => {
    await installPackages(say);
    await installPrograms(say, programs);
  });
}

// Two runs in one clone must not both write node_modules.
async function alone(say, work) {
  let told = false;
  for (let holder = claim(lock); holder !== null; holder = claim(lock)) {
    if (!told) say(`Waiting for process ${holder}, which installs in this folder ...`);
    told = true;
    await pause(500);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function installPackages(say) {
  if (packagesAreThere() && hasProductNode()) return;
  say('Installing npm packages (a minute or two the first time) ...');
  await mustRun(
    'install npm packages',
    'npm',
    ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: root,
      log: join(logs, 'npm.log'),
      todo: 'check the network and the disk, then run the command again',
    },
  );
  if (hasProductNode()) return;
  const todo = 'run npm without --omit=optional, then again';
  throw new Failure('install npm packages', 'npm left out the package that brings Node 26', todo);
}

// npm notes in node_modules what it installed, the lock file says what should be there, and somebody may have removed a folder since.
function packagesAreThere() {
  const noted = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const fits = ([path, { version, optional, link }]) =>
    noted[path] === undefined
      ? optional === true
      : existsSync(join(root, path)) && (link === true || noted[path].version === version);
  return Object.entries(wanted)
    .filter(([path]) => path.includes('node_modules/'))
    .every(fits);
}

const packagesIn = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};

async function installPrograms(say, programs) {
  const missing = programs.filter(({ find }) => find() === null);
  if (missing.length === 0) return;
  const titles = missing.map(({ title }) => title).join(', ');
  if (!aptCan())
    throw new Failure('find the programs', `${titles}: not found on this machine`, byHand(missing));
  const packages = [...new Set(missing.map(({ apt }) => apt))];
  await aptInstall({ packages, titles, say, logs });
  const absent = missing.filter(({ find }) => find() === null).map(({ title }) => title);
  if (absent.length > 0)
    throw new Failure(
      'install the programs',
      `apt installed no ${absent.join(', ')}`,
      byHand(missing),
    );
}

function byHand(missing) {
  const names = (kind) => [...new Set(missing.map((program) => program[kind]))].join(' ');
  if (process.platform === 'darwin') return elsewhere(`brew install ${names('brew')}`);
  return elsewhere(
    `as root: apt-get install --no-install-recommends ${names('apt')} (or what your system calls ${names('brew')})`,
  );
}

const elsewhere = (todo) =>
  existsSync(join(root, 'docker-compose.yml')) ? `${todo}; or run \`docker compose up\`` : todo;
