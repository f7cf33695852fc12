// kubectl on the cluster of the current context, in the namespace of the system.
import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.mjs';

export const namespace = 'calendar';

/** What it printed. Throws a Failure of `step` with what it complained of; `input` goes to its standard input. */
export function kubectl(step, args, { input } = {}) {
  const all = ['--namespace', namespace, ...args];
  const options = { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr, error } = spawnSync('kubectl', all, options);
  if (error) throw new Failure(step, `kubectl: ${error.message}`, 'install kubectl');
  if (status === 0) return stdout;
  const todo = 'check which cluster KUBECONFIG names, and what you may do there';
  throw new Failure(step, `kubectl ${args.join(' ')}:\n${stderr.trimEnd()}`, todo);
}

export const readObject = (step, ...args) => JSON.parse(kubectl(step, [...args, '--output=json']));

// Server-side: nobody's kubectl has a copy of what was applied last, and two who apply are one.
const how = ['apply', '--server-side', '--force-conflicts', '--field-manager=terraform'];

export function apply(step, objects) {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  if (objects.length > 0) kubectl(step, [...how, '--filename=-'], { input });
}

/** Pods, the last warnings, and the last lines of a job: what explains that something does not end, or ended badly. */
export function circumstances(job) {
  const step = 'look at the pods';
  const warnings = ['get', 'events', '--field-selector=type=Warning', '--sort-by=.lastTimestamp'];
  const events = kubectl(step, warnings).trimEnd().split('\n');
  const lines = job === undefined ? '' : linesOf(job);
  return [lines, kubectl(step, ['get', 'pods', '--output=wide']), events.slice(-15).join('\n')]
    .filter((text) => text !== '')
    .join('\n');
}

// A container that never started has said nothing, and asking for it is a fault.
function linesOf(job) {
  try {
    return kubectl('read the log', ['logs', job, '--all-containers', '--tail=20', '--prefix']);
  } catch {
    return '';
  }
}
