// Servers from Debian's or Ubuntu's own packages, none of them left running or enabled as a system daemon.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './commands.mjs';
import { findProgram } from './programs.mjs';

const isRoot = () => process.getuid() === 0;
const asRoot = (args) => (isRoot() ? args : ['sudo', '-n', ...args]);
const daemons = ['nats-server', 'redis-server', 'prometheus'];

/** Whether this machine has apt and lets this user install: as root, or by sudo without a password. */
export function aptCan() {
  if (findProgram('apt-get') === null) return false;
  return isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0;
}

export async function aptInstall({ packages, titles, say, logs }) {
  const step = `install ${titles}`;
  const apt = (name, args) => {
    const [command, ...rest] = asRoot([
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...options,
      ...args,
    ]);
    const todo = `check the network, or install by hand: apt-get install ${packages.join(' ')}`;
    return mustRun(step, command, rest, { log: join(logs, `apt-${name}.log`), todo });
  };
  say(
    `Installing ${titles} through apt (not enabled as system daemons): reading package lists ...`,
  );
  await apt('update', ['update']);
  say(`Installing ${packages.join(', ')} ...`);
  await withoutDaemons(() =>
    apt('install', ['install', '-y', '--no-install-recommends', ...packages]),
  );
  for (const daemon of daemons.filter((name) => packages.includes(name)))
    await disable(daemon, logs);
}

const options = ['-q', '-o', 'DPkg::Lock::Timeout=120'];

// invoke-rc.d(8) asks this program before it starts a daemon; 101 forbids it.
const policy = '/usr/sbin/policy-rc.d';
const kept = `${policy}.calendar-kept`;
const ours = '#!/bin/sh\n# for the time of one apt-get install, by dev/apt.mjs\nexit 101\n';
const isOurs = () => readFileSync(policy, 'utf8') === ours; // a killed run may have left it

async function withoutDaemons(work) {
  if (existsSync(policy) && !isOurs()) must(['mv', policy, kept]);
  const draft = join(tmpdir(), `calendar-policy-${process.pid}`);
  writeFileSync(draft, ours);
  must(['install', '-m', '755', draft, policy]);
  const restore = () => must(existsSync(kept) ? ['mv', kept, policy] : ['rm', '-f', policy]);
  process.once('exit', restore); // a Ctrl-C may end us before what follows here runs
  try {
    await work();
  } finally {
    process.off('exit', restore);
    restore();
    must(['rm', '-f', draft]);
  }
}

function must(args) {
  const [command, ...rest] = asRoot(args);
  const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
}

// Packages enable their daemon for the next boot even where it may not start now: links for systemd, and for init.d.
async function disable(daemon, logs) {
  const log = join(logs, `disable-${daemon}.log`);
  const tool = ['env', `DPKG_MAINTSCRIPT_PACKAGE=${daemon}`, 'deb-systemd-helper'];
  const commands = [[...tool, 'disable', `${daemon}.service`]];
  if (existsSync(`/etc/init.d/${daemon}`)) commands.push(['update-rc.d', daemon, 'disable']);
  for (const [command, ...args] of commands.map(asRoot)) {
    const todo = `disable it by hand: systemctl disable ${daemon}`;
    await mustRun(`leave ${daemon} disabled as a system daemon`, command, args, { log, todo });
  }
}
