// The steps of docs/upgrading.md in a cluster: migrate, replace the instances, and take back the instances that served before.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.mjs';
import { root } from '../runtime.mjs';
import { jobsDone, startAnew } from './jobs.mjs';
import { apply, circumstances, kubectl, readObject } from './kubectl.mjs';
import { manifests, nameOf } from './manifests.mjs';

const patience = 600_000;
const record = join(root, '.data/deploy/served-before.json');

/** Everything but instances, then the migrations. When one fails, nothing that serves has changed. */
export async function migrate(options, say) {
  const { before, migrations, left } = manifests(options);
  for (const object of left) say(`${nameOf(object)} is left as it is: made with the cluster`);
  apply('apply settings, addresses and stores', before);
  const step = 'migrate';
  startAnew(step, migrations);
  const todo = 'the old version goes on serving. Mend the cause, then deploy again';
  await jobsDone(step, migrations, { patience, todo, say });
}

/** New instances, a few at a time; the old ones leave as the new ones are ready. */
export async function rollOut(options, say) {
  remember();
  const { before, instances } = manifests(options);
  const jobs = instances.filter(({ kind }) => kind === 'Job');
  const served = [...before, ...instances].filter(({ kind }) =>
    /^(?:StatefulSet|Deployment)$/.test(kind),
  );
  const step = 'roll out';
  apply(
    step,
    instances.filter(({ kind }) => kind !== 'Job'),
  );
  startAnew(step, jobs);
  const todo = 'old instances go on serving. npm run deploy -- roll-back puts them back everywhere';
  for (const name of served.map(nameOf)) ready(step, name, { say, todo });
  await jobsDone(step, jobs, { patience, todo, say });
}

function ready(step, name, { say, todo }) {
  try {
    kubectl(step, ['rollout', 'status', name, `--timeout=${patience / 1000}s`]);
  } catch ({ why }) {
    throw new Failure(step, `${why}\n\n${circumstances()}`, todo);
  }
  say(`${name} is ready`);
}

/** Name → revision of every Deployment, and whether its instances all came to be. */
const deployments = (step) =>
  new Map(
    readObject(step, 'get', 'deployments').items.map(({ metadata, status }) => [
      `deployment/${metadata.name}`,
      {
        revision: metadata.annotations?.['deployment.kubernetes.io/revision'],
        whole: status?.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable'),
      },
    ]),
  );

const noted = () => (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {});

// After an attempt that failed, what served is what served before it.
function remember() {
  const earlier = noted();
  const now = [...deployments('note what serves now')].map(([name, { revision, whole }]) => [
    name,
    whole ? revision : earlier[name],
  ]);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(Object.fromEntries(now)));
}

/** Every Deployment back to the revision that `rollOut` found. The schema stays: a migration only adds. */
export async function rollBack(_options, say) {
  const step = 'roll back';
  const before = noted();
  const changed = [...deployments(step)].filter(
    ([name, { revision }]) => revision !== before[name],
  );
  const back = changed.map(([name]) => name).filter((name) => before[name] !== undefined);
  for (const [name] of changed)
    if (before[name] === undefined) say(`${name} never served before: nothing to go back to`);
  for (const name of back)
    kubectl(step, ['rollout', 'undo', name, `--to-revision=${before[name]}`]);
  const todo = 'read why above; npm run deploy with the image of before makes all of it anew';
  for (const name of back) ready(step, name, { say, todo });
}
