// A command run to its end with its output in a file, so that the terminal shows steps and a failure shows why.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';
import { recordPid } from './pids.mjs';

/** Resolves to the exit code; `pidFile` is where endRecorded finds it (127: the command could not be started; 128: it was ended by a signal). */
export function runToEnd(command, args, { log, env = process.env, cwd, pidFile }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
  closeSync(output);
  if (pidFile !== undefined && child.pid !== undefined) recordPid(pidFile, child.pid);
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 128));
  }).finally(() => pidFile !== undefined && rmSync(pidFile, { force: true }));
}

/** Like runToEnd, but a code other than 0 is a Failure of `step` that shows what was said first and last. */
export async function mustRun(step, command, args, { todo, ...options }) {
  const code = await runToEnd(command, args, options);
  if (code === 0) return;
  const why = `${command} ended with ${code}:\n${excerpt(options.log)}`;
  throw new Failure(step, why, todo ?? `read ${options.log}`);
}

// The cause stands first with npm and last with most others.
function excerpt(log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return lines.length <= 20
    ? lines.join('\n')
    : [...lines.slice(0, 8), '...', ...lines.slice(-12)].join('\n');
}
