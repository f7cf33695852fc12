// `npm start` as a process of a test's own, and other programs of this folder beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const started: ChildProcess[] = [];

/** Runs `dev/<name>.mjs`; `ended` is its code and all that it said. */
export function run(name: string, ...args: string[]) {
  const program = join(import.meta.dirname, `${name}.mjs`);
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, output }));
  return { child, said: () => output, ended };
}

/** `ready` resolves to what it said until then. */
export function start(data: string, port: number) {
  const running = run('start', '--data', data, '--port', `${port}`);
  const ready = new Promise<string>((resolve) => {
    const hear = () => running.said().includes('Ready after') && resolve(running.said());
    running.child.stdout.on('data', hear);
  });
  return { ...running, ready };
}

/** An end in order, so that no process of a failed test stays behind. */
export async function endStarted(): Promise<void> {
  const running = started
    .splice(0)
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => once(child, 'close')));
}
