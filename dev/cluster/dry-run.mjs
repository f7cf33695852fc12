// Every overlay before the API server: fields it does not know, and pods that Pod Security would refuse, are faults.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';
import { run } from './kubectl.mjs';

const definitions = join(root, 'dev/cluster/custom-resources.yaml');

export async function acceptsOverlays() {
  await run('kubectl', ['apply', '-f', join(root, 'k8s/base/namespace.yaml')]);
  await run('kubectl', ['apply', '-f', '-'], { input: readFileSync(definitions, 'utf8') });
  await run('kubectl', ['wait', '--for=condition=Established', '-f', definitions, '--timeout=30s']);
  const lines = [];
  for (const overlay of ['local', 'embedded', 'production']) {
    const folder = join(root, 'k8s/overlays', overlay);
    // Jobs that are there already cannot change, which is no fault of the manifests.
    const { stdout } = await run('kubectl', ['kustomize', folder]);
    const text = stdout.replaceAll('namespace: calendar', 'namespace: calendar-dry');
    await run('kubectl', ['apply', '-f', '-'], {
      input: readFileSync(join(root, 'k8s/base/namespace.yaml'), 'utf8').replace(
        'name: calendar',
        'name: calendar-dry',
      ),
    });
    const flags = ['--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts'];
    const told = await run('kubectl', ['apply', ...flags, '-f', '-'], { input: text });
    if (/warning/i.test(told.stderr)) throw new Error(`${overlay}: ${told.stderr}`);
    lines.push(`${overlay} ${told.stdout.trim().split('\n').length}`);
  }
  await run('kubectl', ['delete', 'namespace', 'calendar-dry', '--wait=false']);
  return `objects: ${lines.join(', ')}`;
}
