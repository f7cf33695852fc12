// kubectl on the cluster that KUBECONFIG names, in the namespace of the system.
import { setTimeout as delay } from 'node:timers/promises';
import { capture } from '../capture.mjs';

export const namespace = 'calendar';

/** What it printed and complained of; throws where it failed. `input` goes to its standard input. */
export async function run(command, args, options) {
  const { code, printed, complained, said } = await capture(command, args, options);
  if (code === 0) return { printed, complained };
  throw new Error(`${command} ${args.join(' ')}: ${complained.trim() || said}`);
}

export const kubectl = async (...args) =>
  (await run('kubectl', ['--namespace', namespace, ...args])).printed;

export const get = async (...args) => JSON.parse(await kubectl('get', ...args, '-o', 'json'));

/** Asks until the answer is true or the time is up; then throws. */
export async function until(what, seconds, ask) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await ask()) return;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await delay(1_000);
  }
}

export const rollout = (kind, name, seconds = 300) =>
  kubectl('rollout', 'status', `${kind}/${name}`, `--timeout=${seconds}s`);

export const podsOf = async (name) =>
  (await get('pods', '-l', `app.kubernetes.io/name=${name}`)).items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      containers: [...(spec.initContainers ?? []), ...spec.containers].map(
        ({ name: each }) => each,
      ),
      address: status.podIP,
      container: status.containerStatuses?.[0]?.containerID?.replace(/^.*:\/\//, ''),
      waiting: [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find(
        ({ state }) => state.waiting,
      )?.state.waiting,
    }));

export const workloads = ['auth', 'calendar', 'entry', 'kong'];

/** A command of whoever runs this, if there is one: what a cluster of theirs needs after changes, for instance. */
export async function own(variable, ...args) {
  const command = process.env[variable];
  if (command) await run('sh', ['-c', `${command} "$@"`, 'sh', ...args]);
  return command !== undefined;
}

/** Does again and again what a cluster without a policy engine needs while pods come. */
export async function watched(work) {
  let ended = false;
  const looking = (async () => {
    while (!ended) {
      await own('CLUSTER_AFTER_APPLY').catch(() => undefined);
      await delay(2_000);
    }
  })();
  try {
    return await work();
  } finally {
    ended = true;
    await looking;
  }
}
