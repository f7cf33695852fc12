// The steps of a deployment against a kubectl that notes what it is told: in which order, and where each of them stops.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { endStarted, run } from '../started.ts';
import { mainSystem } from '../testing.mjs';

const digest = `sha256:${'a'.repeat(64)}`;
const image = `registry.example/owner/name@${digest}`;
const workload = (apiVersion: string, kind: string, name: string, component = 'service') => ({
  apiVersion,
  kind,
  metadata: { name },
  spec: {
    template: {
      metadata: { labels: { 'app.kubernetes.io/component': component } },
      spec: {
        containers: [{ name: 'it', image: kind === 'StatefulSet' ? 'nats:2' : 'calendar:local' }],
      },
    },
  },
});
const rendered = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calendar' } },
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'secrets' } },
  workload('apps/v1', 'Deployment', 'entry'),
  workload('batch/v1', 'Job', 'keys', 'step'),
  workload('batch/v1', 'Job', 'entry-migrate', 'migration'),
  workload('apps/v1', 'StatefulSet', 'nats', 'store'),
];

/** What the cluster says to those who ask. */
interface Cluster {
  kustomization?: string;
  failing?: string[];
  revision?: number;
  broken?: boolean;
}

const kubectl = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const [, , , , ...args] = process.argv;
const { kustomization, failing = [], revision, broken } = JSON.parse(process.env.CLUSTER);
const items = args[0] === 'apply' ? JSON.parse(readFileSync(0, 'utf8')).items : [];
const images = items.map(({ kind, metadata, spec }) => [kind, metadata.name, spec?.template.spec.containers[0].image].join(' '));
appendFileSync(process.env.CALLS, [args.map((arg) => arg.replace('--to-revision=', 'to ')).filter((arg) => !arg.startsWith('--')).join(' '), ...images].join(', ') + '\\n');
const type = failing.includes(args[1]) ? 'Failed' : 'Complete';
const answers = {
  kustomize: ${JSON.stringify(rendered)}.map((each) => JSON.stringify(each)).join('\\n---\\n'),
  configmaps: JSON.stringify({ items: kustomization ? [{ data: { 'kustomization.yaml': kustomization } }] : [] }),
  deployments: JSON.stringify({ items: revision ? [{ metadata: { name: 'entry', annotations: { 'deployment.kubernetes.io/revision': String(revision) } }, status: { conditions: [{ reason: broken ? 'ProgressDeadlineExceeded' : 'NewReplicaSetAvailable' }] } }] : [] }),
  logs: 'the last lines',
};
process.stdout.write(answers[args[0]] ?? answers[args[1]] ?? JSON.stringify({ status: { conditions: [{ type, status: 'True' }] } }));
if (args[1] === 'status' && failing.includes(args[2])) process.exit(1);
`;

const folder = mkdtempSync(join(tmpdir(), 'calendar-deploy-'));
writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
const calls = join(folder, 'calls');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(endStarted);

function deploy(cluster: Cluster, ...args: string[]) {
  writeFileSync(calls, '');
  const program = join(import.meta.dirname, 'main.mjs');
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH, CALLS: calls, CLUSTER: JSON.stringify(cluster) };
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], {
    env,
    encoding: 'utf8',
  });
  const told = readFileSync(calls, 'utf8').trim().split('\n');
  return { status, stdout, told: told.filter((call) => !call.startsWith('kustomize')) };
}
const given = ['--image', image, '--overlay', 'embedded'];

test('migrations run before any instance, and what is made with the cluster is left', () => {
  const { status, stdout, told } = deploy({}, 'migrate', ...given);
  expect(told).toEqual([
    'apply, StatefulSet nats nats:2',
    'delete job/entry-migrate',
    `apply, Job entry-migrate ${image}`,
    'get job/entry-migrate',
  ]);
  expect(stdout).toContain('externalsecret/secrets is left as it is');
  expect(status).toBe(0);
});

test('a migration that fails stops all, with its last lines', () => {
  const { status, stdout, told } = deploy({ failing: ['job/entry-migrate'] }, 'migrate', ...given);
  expect(told.filter((call) => call.includes('Deployment'))).toEqual([]);
  expect(stdout).toMatch(
    /job\/entry-migrate failed:\nthe last lines\n.*Do this: {3}the old version/s,
  );
  expect(status).toBe(1);
});

test('instances are replaced, and what ran before can be had back', () => {
  const out = deploy({ revision: 7, failing: ['deployment/entry'] }, 'roll-out', ...given);
  expect(out.told.slice(0, 5)).toEqual([
    'get deployments',
    `apply, Deployment entry ${image}`,
    'delete job/keys',
    `apply, Job keys ${image}`,
    'rollout status statefulset/nats',
  ]);
  expect(out.stdout).toContain('Failed at: roll out');
  expect(out.status).toBe(1);

  // A second attempt does not take the first one for what served.
  deploy({ revision: 8, broken: true, failing: ['deployment/entry'] }, 'roll-out', ...given);
  const back = deploy({ revision: 9 }, 'roll-back');
  expect(back.told).toEqual([
    'get deployments',
    'rollout undo deployment/entry to 7',
    'rollout status deployment/entry',
  ]);
  expect(back.status).toBe(0);
});

test('the first deployment has nothing to go back to', () => {
  expect(deploy({}, 'roll-out', ...given).status).toBe(0);
  expect(deploy({ revision: 1 }, 'roll-back').stdout).toContain('never served before');
});

test('an environment is what terraform keeps in the cluster, with another image', () => {
  const kustomization =
    'resources: [../../../k8s/overlays/production]\nimages: [{name: calendar, newTag: old}]\n';
  expect(deploy({ kustomization }, 'migrate', '--image', image).status).toBe(0);
  const { stdout } = deploy({}, 'migrate', '--image', image);
  expect(stdout).toContain('there is no ConfigMap "environment"');
});

test('an image by its tag is not verified', () => {
  const { status, stdout } = deploy({}, 'verify', '--image', 'registry.example/owner/name:1.2.3');
  expect(stdout).toContain('a tag can be moved to another image');
  expect(status).toBe(1);
});

test('a first user, calendar and entry, and none of it stays', async () => {
  const { code, output } = await run('smoke', mainSystem().baseUrl).ended;
  expect(output.match(/^\d+/gm)).toEqual(['201', '201', '201', '409', '200', '204']);
  expect(code).toBe(0);
});

test('a tag becomes a release where it is the version that the commit says', async () => {
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  const release = (...args: string[]) => run('release', ...args).ended;
  const lines = `version=${version}\nimage=registry.example/owner/name\n`;
  expect(await release(`v${version}`, 'registry.example/Owner/Name')).toEqual({
    code: 0,
    output: lines,
  });
  const { code, output } = await release('v0.0.1', 'registry.example/Owner/Name');
  expect(output).toContain(`package.json says ${version}, package-lock.json says ${version}`);
  expect(code).toBe(1);
});
