// A command run to its end with its output in memory, for what reads it; commands.mjs has it in a file.
import { spawn } from 'node:child_process';

/**
 * Resolves to its exit code (127: it could not be started), what it printed, what it complained of, and both as they came (`said`).
 * `input` goes to its standard input.
 */
export function capture(command, args, { cwd, env, input = '' } = {}) {
  const child = spawn(command, args, { cwd, env });
  const told = { printed: '', complained: '', said: '' };
  const listen = (stream, name) =>
    stream.on('data', (part) => {
      told[name] += part;
      told.said += part;
    });
  listen(child.stdout, 'printed');
  listen(child.stderr, 'complained');
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ...told, code: 127, said: error.message }));
    child.on('close', (code) => resolve({ ...told, code }));
  });
}
