// A command run to its end with its output in a file, so that the terminal shows steps and a failure shows why.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';
import { lastLines } from './processes.mjs';

/** Resolves to the exit code (127: the command could not be started; 128: it was ended by a signal). */
export function runToEnd(command, args, { log, env = process.env, cwd }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
  closeSync(output);
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** Like runToEnd, but a code other than 0 is a Failure of `step` that shows the last lines. */
export async function mustRun(step, command, args, { todo, ...options }) {
  const code = await runToEnd(command, args, options);
  if (code === 0) return;
  const why = `${command} ended with ${code}:\n${lastLines(options.log, 15)}`;
  throw new Failure(step, why, todo ?? `read ${options.log}`);
}
