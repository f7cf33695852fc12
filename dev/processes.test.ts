// A process that nobody knows of would outlive a killed run and every later one.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mainSystem } from './testing.mjs';

const program = join(import.meta.dirname, 'processes.mjs');

/** What a process says whose parent dies as soon as it has started it and recorded its pid, or failed to. */
function heard(pidFile: string): string {
  const code = `
    import { createProcess } from ${JSON.stringify(program)};
    const process = { name: 'echo', command: 'echo', args: ['ran'], cwd: '/', log: '/dev/stdout' };
    createProcess({ ...process, env: {}, pidFile: ${JSON.stringify(pidFile)} }).start();
  `;
  // The pipe ends when all who could write to it are gone.
  const script = '"$0" --input-type=module -e "$1" 2>/dev/null | cat';
  return spawnSync('sh', ['-c', script, process.execPath, code], { encoding: 'utf8' }).stdout;
}

test('a process runs once its pid is on record, and never without', () => {
  expect(heard(join(mainSystem().folder, 'echo.json'))).toBe('ran\n');
  expect(heard('/dev/null/echo.json')).toBe('');
});
