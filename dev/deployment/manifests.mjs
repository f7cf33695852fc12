// An image and an overlay in; out the objects that bring the image into the cluster, in the order in which they go.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { Failure } from '../failure.mjs';
import { root } from '../runtime.mjs';
import { kubectl, readObject } from './kubectl.mjs';

// As deep as the folder of terraform/modules/app, so that its relative paths hold here as well.
const folder = join(root, '.data/deploy/release');
// What who may change one namespace may change. The rest is made with the cluster.
const groups = ['v1', 'apps/v1', 'batch/v1', 'autoscaling/v2', 'policy/v1', 'networking.k8s.io/v1'];
const clusterWide = ['Namespace', 'PersistentVolume', 'IngressClass'];

// Overlays call it calendar:local or somewhere/calendar:1.2.3; no image of others is called so.
const ours = /(?:^|\/)calendar(?:[:@]|$)/;

/** What terraform keeps in the cluster: the overlay's name with the addresses and sizes of this environment. */
function environment() {
  const step = 'read what the environment adds to the overlay';
  const todo = 'terraform makes it with the cluster; elsewhere say --overlay NAME';
  const [found] = readObject(
    step,
    'get',
    'configmaps',
    '--field-selector=metadata.name=environment',
  ).items;
  if (found === undefined) throw new Failure(step, 'there is no ConfigMap "environment"', todo);
  return found.data;
}

const plain = (overlay) => ({
  'kustomization.yaml': stringify({ resources: [`../../../k8s/overlays/${overlay}`] }),
});

function write(overlay) {
  const files = overlay === undefined ? environment() : plain(overlay);
  const kustomization = parse(files['kustomization.yaml']);
  // Its image is that of the day on which the environment was made.
  kustomization.images = kustomization.images?.filter(({ name }) => !ours.test(name));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
}

function containersOf({ kind, spec }) {
  const { template } = kind === 'CronJob' ? spec.jobTemplate.spec : (spec ?? {});
  return [...(template?.spec.initContainers ?? []), ...(template?.spec.containers ?? [])];
}

function setImage(objects, image) {
  if (!/[:@]/.test(image ?? ''))
    throw new Failure(
      'read the arguments',
      `--image ${image} has neither tag nor digest`,
      'give it one',
    );
  for (const container of objects.flatMap(containersOf))
    if (ours.test(container.image)) container.image = image;
}

const isMigration = ({ kind, spec }) =>
  kind === 'Job' && spec.template.metadata?.labels?.['app.kubernetes.io/component'] === 'migration';

/** `before`: what migrations need. `migrations`. `instances`: what serves, and jobs that need it. `left`: not ours to change. */
export function manifests({ image, overlay }) {
  write(overlay);
  const step = 'render the overlay';
  const objects = parseAllDocuments(kubectl(step, ['kustomize', folder])).map((each) =>
    each.toJS(),
  );
  setImage(objects, image);
  const applied = objects.filter(
    ({ apiVersion, kind }) => groups.includes(apiVersion) && !clusterWide.includes(kind),
  );
  const migrations = applied.filter(isMigration);
  const instances = applied.filter(
    (object) => !isMigration(object) && ['Deployment', 'Job'].includes(object.kind),
  );
  return {
    before: applied.filter((object) => !migrations.includes(object) && !instances.includes(object)),
    migrations,
    instances,
    left: objects.filter((object) => !applied.includes(object)),
  };
}

export const nameOf = ({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`;
