// Every overlay before the API server: fields it does not know, and pods that Pod Security would refuse, are faults.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { overlays } from '../overlays.mjs';
import { root } from '../runtime.mjs';
import { run } from './kubectl.mjs';

const definitions = join(root, 'dev/cluster/custom-resources.yaml');

const spaces = ['base', 'overlays/logs'].map((folder) =>
  readFileSync(join(root, 'k8s', folder, 'namespace.yaml'), 'utf8'),
);
const server = ['--server-side', '--force-conflicts', '--validate=strict'];

/** In a namespace of their own: jobs that are there already cannot change, which is no fault of the manifests. */
export async function acceptsOverlays() {
  const dry = (text, key) =>
    text.replaceAll(new RegExp(`${key}: (calendar(-logs)?)$`, 'gm'), `${key}: $1-dry`);
  const input = spaces.map((space) => dry(space, 'name')).join('---\n');
  await run('kubectl', ['apply', ...server, '-f', '-'], { input });
  await run('kubectl', ['apply', ...server, '-f', definitions]);
  await run('kubectl', ['wait', '--for=condition=Established', '-f', definitions, '--timeout=30s']);
  const lines = [];
  for (const overlay of overlays) {
    const { printed } = await run('kubectl', ['kustomize', join(root, 'k8s/overlays', overlay)]);
    const told = await run('kubectl', ['apply', ...server, '--dry-run=server', '-f', '-'], {
      input: dry(printed, 'namespace'),
    });
    const warnings = told.complained.replaceAll(/^.*last-applied-configuration.*$/gm, '').trim();
    if (warnings) throw new Error(`${overlay}: ${warnings}`);
    lines.push(`${overlay} ${told.printed.trim().split('\n').length}`);
  }
  await run('kubectl', [
    'delete',
    'namespace',
    'calendar-dry',
    'calendar-logs-dry',
    '--wait=false',
  ]);
  return `objects: ${lines.join(', ')}`;
}
