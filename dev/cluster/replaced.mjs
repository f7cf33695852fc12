// Pods replaced, killed and driven out while people use the system.
import { setTimeout as delay } from 'node:timers/promises';
import { get, kubectl, own, podsOf, rollout, run, until, watched, workloads } from './kubectl.mjs';
import { expectFew, told, underLoad } from './load.mjs';

/** Every service after the other, the gateway last. */
export async function restartsUnseen({ base }) {
  const seen = await underLoad(base, () =>
    watched(async () => {
      for (const name of workloads) {
        await kubectl('rollout', 'restart', `deployment/${name}`);
        await rollout('deployment', name);
      }
      await delay(30_000); // the last old pods leave
    }),
  );
  return expectFew(seen, 0);
}

/** A process dies at once: what it was doing is lost to who asked, and nothing else. */
export async function killedUnderLoad({ base }) {
  const seen = await underLoad(base, async () => {
    for (const name of ['entry', 'calendar', 'auth']) {
      const [pod] = await podsOf(name);
      if (!(await own('CLUSTER_KILL', pod.container)))
        await kubectl('delete', 'pod', pod.name, '--force', '--grace-period=0');
      await delay(10_000);
      await own('CLUSTER_AFTER_APPLY');
      await until(`two instances of ${name}`, 60, async () => {
        const { status } = await get(`deployment/${name}`);
        return status.readyReplicas >= 2;
      });
    }
  });
  // What was under way at the moment of each kill.
  return expectFew(seen, 12);
}

/** A node is to be emptied and there is no other: the budget lets one pod of two go, and no second one. */
export async function drainIsHeld({ base }) {
  const [node] = (await get('nodes')).items.map(({ metadata }) => metadata.name);
  let refused = '';
  try {
    const seen = await underLoad(base, async () => {
      const selector = '--pod-selector=app.kubernetes.io/component in (service,gateway)';
      const flags = ['--ignore-daemonsets', '--delete-emptydir-data', '--timeout=45s'];
      await run('kubectl', ['drain', node, selector, ...flags]).catch((error) => {
        refused = error.message;
      });
    });
    if (!/disruption budget/.test(refused)) throw new Error(`the drain was not held: ${refused}`);
    return `held by the budget; ${expectFew(seen, 0)}`;
  } finally {
    await run('kubectl', ['uncordon', node]);
    await watched(() => Promise.all(workloads.map((name) => rollout('deployment', name))));
  }
}

/** One broker of three, then the only Redis, killed while people write. */
export async function storesLost({ base }) {
  const lines = [];
  for (const [kind, pod] of [
    ['nats', 'nats-1'],
    ['redis', 'redis-0'],
  ]) {
    const seen = await underLoad(base, () =>
      watched(async () => {
        await delay(3_000);
        await kubectl('delete', 'pod', pod, '--force', '--grace-period=0');
        await delay(2_000);
        await rollout('statefulset', kind);
        await delay(5_000);
      }),
    );
    lines.push(`${pod}: ${expectFew(seen, 0)}`);
  }
  return lines.join('; ');
}

/** The processor time that entry is asked for is little, so a crowd makes it grow. */
export async function scales({ base }) {
  const { maxReplicas } = (await get('hpa/entry')).spec;
  const ready = async () => (await get('deployment/entry')).status.readyReplicas ?? 0;
  // After another crowd it is at its most for some minutes.
  await until('room for more instances of entry', 600, async () => (await ready()) < maxReplicas);
  const before = await ready();
  const grown = async () => (await get('deployment/entry')).status.replicas > before;
  const first = await watched(async () => {
    const crowd = Array.from({ length: 5 }, () =>
      underLoad(base, () => until('more instances of entry', 240, grown)),
    );
    const [seen] = await Promise.all(crowd);
    // On a small machine the crowd itself keeps them from starting.
    await until('the new instances to be ready', 240, async () => (await ready()) > before);
    return seen;
  });
  const after = await ready();
  return `entry from ${before} to ${after} instances; ${told(first)}`;
}
