// What Prometheus is given, held by its own promtool: configuration, rules, and the tests of the rules.
// By itself: node dev/infra/observability.mjs
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../programs.mjs';
import { report } from './report.mjs';

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
function findPromtool() {
  const own = process.env.PROMTOOL ?? findProgram('promtool');
  if (own) return [own];
  const docker = findProgram('docker');
  if (!docker || spawnSync(docker, ['image', 'inspect', image]).status !== 0) return null;
  const mount = ['-v', `${folder}:/prometheus:ro`, '-w', '/prometheus'];
  return [docker, 'run', '--rm', '--network=none', ...mount, '--entrypoint=promtool', image];
}

async function held() {
  const [command, ...first] = findPromtool() ?? [];
  if (!command)
    return {
      missing: `there is no promtool: install Debian's prometheus, docker pull ${image}, or say in PROMTOOL where it is`,
    };
  const results = steps.map((args) =>
    spawnSync(command, [...first, ...args], { cwd: folder, encoding: 'utf8' }),
  );
  if (results.every(({ status }) => status === 0)) return {};
  const said = results.map(({ stdout, stderr, error }) => `${stdout}${stderr}${error ?? ''}`);
  return { fault: said.join('\n') };
}

export const observabilityChecks = [
  { name: 'Prometheus takes its configuration, and alerts fire as tested', check: held },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) await report(observabilityChecks);
