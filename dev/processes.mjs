// One child process: its log goes to a file, its pid to another, its death to whoever asked to hear of it.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { recordPid } from './pids.mjs';

// The program waits until its pid is on record: if we are killed before that, the line never comes and it never runs.
const waiting = ['-c', 'read -r line && exec "$@" </dev/null', 'sh'];

/**
 * Describes a process and starts nothing yet. `onDeath(process)` is called when it ends without being asked.
 * It runs in a group of its own, so that Ctrl-C reaches only the parent, which stops its children in order.
 */
export function createProcess({ name, command, args, env, cwd, log, pidFile, onDeath = () => {} }) {
  let child = null;
  let exited = Promise.resolve();
  let asked = false;
  let fresh = true;

  function start() {
    if (child !== null) throw new Error(`${name} runs already`);
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, fresh ? 'w' : 'a');
    fresh = false;
    asked = false;
    const stdio = ['pipe', output, output];
    child = spawn('/bin/sh', [...waiting, command, ...args], { cwd, env, detached: true, stdio });
    closeSync(output);
    child.unref(); // a test that forgets its system does not keep Jest from ending
    if (child.pid !== undefined) {
      recordPid(pidFile, child.pid);
      child.stdin.on('error', () => {}); // it was ended before it could read
      child.stdin.end('\n');
    }
    exited = new Promise((resolve) => {
      child.once('error', resolve);
      child.once('exit', resolve);
    }).then(ended);
  }

  function ended() {
    child = null;
    rmSync(pidFile, { force: true });
    if (!asked) onDeath(self);
  }

  function signal(kind) {
    child?.kill(kind);
  }

  /** Sends the signal, after `patience` ms SIGKILL, and returns when the process is gone. */
  async function end(kind = 'SIGTERM', patience = 20_000) {
    asked = true;
    signal(kind);
    signal('SIGCONT'); // one that was paused would never see the first
    const late = new AbortController();
    const killer = pause(patience, undefined, { signal: late.signal }).then(
      () => signal('SIGKILL'),
      () => {}, // it ended in time
    );
    await exited;
    late.abort();
    await killer;
  }

  const self = {
    name,
    log,
    start,
    end,
    signal,
    running: () => child !== null,
    lastLines: (count = 15) => lastLines(log, count),
  };
  return self;
}

function lastLines(file, count) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.slice(-count).join('\n');
}
