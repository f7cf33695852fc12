// Every overlay before the API server: fields it does not know, and pods that Pod Security would refuse, are faults.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';
import { run } from './kubectl.mjs';

const definitions = join(root, 'dev/cluster/custom-resources.yaml');

const space = readFileSync(join(root, 'k8s/base/namespace.yaml'), 'utf8');
const server = ['--server-side', '--force-conflicts', '--validate=strict'];

/** In a namespace of their own: jobs that are there already cannot change, which is no fault of the manifests. */
export async function acceptsOverlays() {
  const dry = (text) => text.replaceAll(/(namespace|name): calendar$/gm, '$1: calendar-dry');
  await run('kubectl', ['apply', ...server, '-f', '-'], { input: dry(space) });
  await run('kubectl', ['apply', ...server, '-f', definitions]);
  await run('kubectl', ['wait', '--for=condition=Established', '-f', definitions, '--timeout=30s']);
  const lines = [];
  for (const overlay of ['local', 'embedded', 'develop', 'production']) {
    const { printed } = await run('kubectl', ['kustomize', join(root, 'k8s/overlays', overlay)]);
    const told = await run('kubectl', ['apply', ...server, '--dry-run=server', '-f', '-'], {
      input: printed.replaceAll(/namespace: calendar$/gm, 'namespace: calendar-dry'),
    });
    const warnings = told.complained.replaceAll(/^.*last-applied-configuration.*$/gm, '').trim();
    if (warnings) throw new Error(`${overlay}: ${warnings}`);
    lines.push(`${overlay} ${told.printed.trim().split('\n').length}`);
  }
  await run('kubectl', ['delete', 'namespace', 'calendar-dry', '--wait=false']);
  return `objects: ${lines.join(', ')}`;
}
