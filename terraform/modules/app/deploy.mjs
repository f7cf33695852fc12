// A kustomization in (environment: FOLDER, FILES, the connection); out: applied and healthy (`apply`), or taken away (`remove`).
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const { FOLDER, FILES, REPOSITORY, BEFORE, CLUSTER, REGION, PATIENCE } = process.env;
const namespace = 'calendar';
const end = Date.now() + Number(PATIENCE) * 1000;
const secondsLeft = () => Math.max(1, Math.round((end - Date.now()) / 1000));
const env = { ...process.env, KUBECONFIG: process.env.KUBECONFIG ?? join(FOLDER, 'kubeconfig') };
delete env.FILES; // it may be longer than what a program takes

/** What it printed; throws what it complained of. `input` goes to its standard input. */
function run(command, args, { input, shown = false } = {}) {
  const stdio = [input === undefined ? 'ignore' : 'pipe', shown ? 'inherit' : 'pipe', 'pipe'];
  const options = { cwd: REPOSITORY, env, input, stdio, maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw new Error(`${command} cannot be run: ${error.message}`);
  if (status === 0) return `${stdout ?? ''}`;
  throw new Error(`${command} ${args.join(' ')}\n${stderr}`.trim());
}
const kubectl = (...args) => run('kubectl', args);
const seen = (...args) => run('kubectl', args, { shown: true });

function connect() {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  if (CLUSTER)
    run('aws', [
      'eks',
      'update-kubeconfig',
      '--name',
      CLUSTER,
      '--region',
      REGION,
      '--kubeconfig',
      env.KUBECONFIG,
    ]);
  if (BEFORE) run('sh', ['-c', BEFORE], { shown: true });
}

/** Name → text of the kustomization and of what it names. */
const files = JSON.parse(Buffer.from(FILES, 'base64').toString());

function render() {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(FOLDER, name), text);
  return kubectl('kustomize', FOLDER);
}

/** Of a kind, as `kustomize` writes them: one document each, fields of the first levels in plain lines. */
const namesOf = (kind, rendered) =>
  rendered
    .split(/^---$/m)
    .filter((document) => new RegExp(`^kind: ${kind}$`, 'm').test(document))
    .map((document) => /^metadata:\n(?: .*\n)*? {2}name: (\S+)$/m.exec(document)[1]);

// Terraform is the owner of what it applies, whoever else changed it since.
const ours = [
  'apply',
  '--server-side',
  '--force-conflicts',
  '--field-manager=terraform',
  '-f',
  '-',
];

/** What `npm run deploy` puts another image into, from a machine that knows nothing of Terraform. */
function keepEnvironment() {
  const metadata = { name: 'environment', namespace };
  const environment = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: files };
  run('kubectl', ours, { input: JSON.stringify(environment), shown: true });
}

/** Asked for together: a job that is done is gone some minutes later. */
async function jobsDone(names) {
  const waiting = new Set(names);
  while (waiting.size > 0) {
    const { items } = JSON.parse(kubectl('-n', namespace, 'get', 'jobs', '-o', 'json'));
    for (const { metadata, status } of items.filter((job) => waiting.has(job.metadata.name))) {
      const is = (wanted) =>
        status.conditions?.find(({ type, status }) => type === wanted && status === 'True');
      const failed = is('Failed');
      if (failed) throw new Error(`the job ${metadata.name}: ${failed.message}`);
      if (!is('Complete')) continue;
      waiting.delete(metadata.name);
      console.log(`job ${metadata.name} is done`);
    }
    if (Date.now() > end) throw new Error(`not done in time: ${[...waiting].join(', ')}`);
    if (waiting.size > 0) await delay(1_000);
  }
}

async function apply() {
  const rendered = render();
  const jobs = namesOf('Job', rendered);
  // A job cannot be changed: the last run's is in the way of this one's.
  if (jobs.length > 0)
    kubectl('-n', namespace, 'delete', 'job', ...jobs, '--ignore-not-found', '--wait');
  run('kubectl', ours, { input: rendered, shown: true });
  try {
    await jobsDone(jobs);
    for (const kind of ['StatefulSet', 'Deployment'])
      for (const name of namesOf(kind, rendered))
        seen(
          '-n',
          namespace,
          'rollout',
          'status',
          `${kind}/${name}`,
          `--timeout=${secondsLeft()}s`,
        );
  } catch (error) {
    const pods = kubectl('-n', namespace, 'get', 'pods', '-o', 'wide');
    const events = kubectl(
      '-n',
      namespace,
      'get',
      'events',
      '--sort-by=.lastTimestamp',
      '--field-selector=type=Warning',
    );
    throw new Error(
      `Not healthy: ${error.message}\n\n${pods}\n${events.split('\n').slice(-20).join('\n')}`,
    );
  }
  keepEnvironment();
  writeFileSync(join(FOLDER, 'address'), address());
}

function address() {
  const service = kubectl('-n', namespace, 'get', 'service', 'kong-front', '-o', 'json');
  const { spec, status } = JSON.parse(service);
  const [{ port, nodePort }] = spec.ports;
  const [balancer] = status.loadBalancer?.ingress ?? [];
  if (balancer) return `http://${balancer.hostname ?? balancer.ip}:${port}`;
  if (!nodePort) return `http://kong-front.${namespace}:${port} inside of the cluster`;
  const { items } = JSON.parse(kubectl('get', 'nodes', '-o', 'json'));
  const host = items[0].status.addresses.find(({ type }) => type === 'InternalIP').address;
  return `http://${host}:${nodePort}`;
}

async function remove() {
  const rendered = render();
  const gone = ['delete', '-f', '-', '--ignore-not-found', '--wait', `--timeout=${secondsLeft()}s`];
  run('kubectl', gone, { input: rendered, shown: true });
  // Volumes go after the namespace; without the cluster nobody would delete their disks.
  for (;;) {
    const { items } = JSON.parse(kubectl('get', 'persistentvolumes', '-o', 'json'));
    const left = items.filter(({ spec }) => spec.claimRef?.namespace === namespace);
    if (left.length === 0) break;
    if (Date.now() > end) throw new Error(`${left.length} volumes are still there`);
    await delay(1_000);
  }
  rmSync(FOLDER, { recursive: true, force: true });
}

try {
  connect();
  await { apply, remove }[process.argv[2]]();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
