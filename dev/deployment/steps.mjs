// The steps of docs/upgrading.md in a cluster: migrate, replace the instances, and take back the instances that served before.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const { before, instances } = manifests(options);
  remember();
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
  try {
    for (const name of served.map(nameOf)) ready(step, name, say);
    await jobsDone(step, jobs, { patience, todo, say });
  } catch (error) {
    throw new Failure(step, `${error.why ?? error.message}\n\n${circumstances()}`, todo);
  }
}

function ready(step, name, say) {
  kubectl(step, ['rollout', 'status', name, `--timeout=${patience / 1000}s`]);
  say(`${name} is ready`);
}

const revisions = (step) =>
  Object.fromEntries(
    readObject(step, 'get', 'deployments').items.map(({ metadata }) => [
      `deployment/${metadata.name}`,
      metadata.annotations?.['deployment.kubernetes.io/revision'],
    ]),
  );

function remember() {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(revisions('note what serves now')));
}

/** Every Deployment back to the revision that `rollOut` found. The schema stays: a migration only adds. */
export async function rollBack(_options, say) {
  const step = 'roll back';
  const now = revisions(step);
  const before = JSON.parse(readFileSync(record, 'utf8'));
  const changed = Object.keys(now).filter((name) => now[name] !== before[name]);
  for (const name of changed.filter((each) => before[each] === undefined))
    say(`${name} was not there before: nothing to go back to`);
  const back = changed.filter((name) => before[name] !== undefined);
  for (const name of back)
    kubectl(step, ['rollout', 'undo', name, `--to-revision=${before[name]}`]);
  for (const name of back) ready(step, name, say);
}
