// What Prometheus is given, held by its own promtool: configuration, rules, and the tests of the rules.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../programs.mjs';

const folder = fileURLToPath(new URL('../../observability/prometheus/', import.meta.url));
const image = 'prom/prometheus:v3.5.3';

const tests = readdirSync(`${folder}tests`)
  .sort()
  .map((file) => `tests/${file}`);
const steps = [
  ['check', 'config', 'prometheus.yml'],
  ['test', 'rules', ...tests],
];

/** PROMTOOL, the one on PATH, or the one in Prometheus' image where Docker has that: command and arguments, or null. */
export function findPromtool() {
  const own = process.env.PROMTOOL ?? findProgram('promtool');
  if (own) return [own];
  const docker = findProgram('docker');
  if (!docker || spawnSync(docker, ['image', 'inspect', image]).status !== 0) return null;
  const mount = ['-v', `${folder}:/prometheus:ro`, '-w', '/prometheus'];
  return [docker, 'run', '--rm', '--network=none', ...mount, '--entrypoint=promtool', image];
}

/** Whether all of it holds, with what promtool said; null where there is no promtool. */
export function checkObservability() {
  const [command, ...first] = findPromtool() ?? [];
  if (!command) return null;
  const results = steps.map((args) =>
    spawnSync(command, [...first, ...args], { cwd: folder, encoding: 'utf8' }),
  );
  const said = results.map(({ stdout, stderr, error }) => `${stdout}${stderr}${error ?? ''}`);
  return { holds: results.every(({ status }) => status === 0), said: said.join('\n') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = checkObservability();
  if (!result) {
    process.stderr.write(
      `NOT CHECKED: there is no promtool. Install Debian's prometheus, or docker pull ${image}, or set PROMTOOL.\n`,
    );
  } else {
    process.stdout.write(`${result.said.replaceAll(/\n\s*\n/g, '\n').trim()}\n`);
    if (!result.holds) process.exitCode = 1;
  }
}
