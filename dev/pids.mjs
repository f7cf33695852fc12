// Who is alive: pids are kept in files with what tells a process from a later one of the same number.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Start time of a process, which stays when it becomes another program, or null when there is none (a zombie counts as none). */
function identify(pid) {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : fields[19];
  } catch {
    return null; // the process ended, which is what a missing file says
  }
}

function fromPs(pid) {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}

const text = (pid) => JSON.stringify({ pid, identity: identify(pid) });

export function recordPid(file, pid) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text(pid));
}

/** The pid in the file if that very process still runs, else null. */
export function livingPid(file) {
  try {
    const { pid, identity } = JSON.parse(readFileSync(file, 'utf8'));
    return identity !== null && identify(pid) === identity ? pid : null;
  } catch {
    return null; // no file, or one cut short by a crash: it names nobody
  }
}

/** Makes the file name this process. Returns null, or the pid of the living process that holds it. */
export function claim(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, text(process.pid), { flag: 'wx' });
    return null;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = livingPid(file);
    if (holder !== null) return holder;
    rmSync(file, { force: true });
    return claim(file);
  }
}

/** Ends every recorded process of a folder: the signal, then after `patience` ms SIGKILL. Returns how many there were. */
export async function endRecorded(folder, { signal = 'SIGTERM', patience = 30_000 } = {}) {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder).map((name) => join(folder, name));
  const living = files.filter((file) => livingPid(file) !== null);
  for (const file of living) send(file, signal);
  const deadline = Date.now() + patience;
  while (living.some((file) => livingPid(file) !== null)) {
    if (Date.now() > deadline) for (const file of living) send(file, 'SIGKILL');
    await pause(50);
  }
  for (const file of files) rmSync(file, { force: true });
  return living.length;
}

function send(file, signal) {
  const pid = livingPid(file);
  if (pid === null) return;
  try {
    process.kill(pid, signal);
    process.kill(pid, 'SIGCONT'); // one that was paused would never see the first
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it ended meanwhile
  }
}
