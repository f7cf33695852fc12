// Every pod tries to reach every other: the arrows of the picture get through, and nothing else does.
import { setTimeout as delay } from 'node:timers/promises';
import { get, kubectl, namespace, own, podsOf, run } from './kubectl.mjs';

/** The picture in the README. */
const arrows = {
  kong: ['auth:3000', 'calendar:3000', 'entry:3000', 'redis:6379'],
  auth: ['mysql:3306', 'nats:4222'],
  calendar: ['auth:3000', 'mysql:3306', 'nats:4222'],
  entry: ['auth:3000', 'calendar:3000', 'mysql:3306', 'nats:4222', 'redis:6379'],
  nats: ['nats:6222'],
  mysql: [],
  redis: [],
  migrate: ['mysql:3306'],
  keys: ['mysql:3306', 'kong:8000'],
  stranger: [],
};
/** From another namespace, where nothing is forbidden. */
const outside = ['kong:8000'];

const ports = {
  auth: [3000, 9464],
  calendar: [3000, 9464],
  entry: [3000, 9464],
  kong: [8000, 8100],
  nats: [4222, 6222, 8222],
  mysql: [3306],
  redis: [6379],
};

// A port that nobody listens on refuses; a packet that is dropped is never answered.
const script = `const { connect } = require('node:net');
const reached = JSON.parse(process.argv[1]).map(([name, host, port]) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 2500 });
  const end = (got) => { socket.destroy(); resolve(got ? name + ':' + port : ''); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false));
  socket.on('error', ({ code }) => end(code === 'ECONNREFUSED'));
}));
Promise.all(reached).then((all) => console.log('reached ' + JSON.stringify([...new Set(all.filter(Boolean))].sort())));`;

const probe = (name, labels, image, targets) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `probe-${name}`, labels },
  spec: {
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'probe',
        image,
        // Time for rules to be made for this pod.
        command: ['sh', '-c', `sleep 8; exec node -e "$SCRIPT" "$TARGETS"`],
        env: [
          { name: 'SCRIPT', value: script },
          { name: 'TARGETS', value: JSON.stringify(targets) },
        ],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});

const reachedIn = (text) => JSON.parse(/^reached (.*)$/m.exec(text)?.[1] ?? 'null');

async function started(pods) {
  for (const { space, pod } of pods) {
    await run('kubectl', [
      'delete',
      'pod',
      pod.metadata.name,
      '-n',
      space,
      '--ignore-not-found',
      '--now',
    ]);
    await run('kubectl', ['apply', '-n', space, '-f', '-'], { input: JSON.stringify(pod) });
  }
  await delay(4_000);
  await own('CLUSTER_AFTER_APPLY');
  await delay(10_000);
}

async function logOf({ space, pod }) {
  const { printed } = await run('kubectl', ['logs', '-n', space, pod.metadata.name]);
  await run('kubectl', ['delete', 'pod', pod.metadata.name, '-n', space, '--now']);
  return reachedIn(printed);
}

/** A program of ours beside what runs in the pod, in its network. */
async function besideIn(pod, image, targets) {
  const name = `probe-${Date.now()}`;
  const flags = [
    '--profile=restricted',
    '--attach=false',
    '--quiet',
    `--image=${image}`,
    '-c',
    name,
  ];
  await kubectl('debug', pod, ...flags, '--', 'node', '-e', script, JSON.stringify(targets));
  for (let tries = 0; tries < 20; tries += 1) {
    await delay(1_000);
    const found = reachedIn(await kubectl('logs', pod, '-c', name).catch(() => ''));
    if (found) return found;
  }
  throw new Error(`no word from ${name} in ${pod}`);
}

export async function arrowsOnly() {
  const { spec } = await get('deployment/entry');
  const { image } = spec.template.spec.containers[0];
  const pods = Object.fromEntries(
    await Promise.all(Object.keys(ports).map(async (name) => [name, await podsOf(name)])),
  );
  const targets = Object.entries(ports).flatMap(([name, numbers]) =>
    pods[name].flatMap(({ address }) => numbers.map((port) => [name, address, port])),
  );
  const labelsOf = async (kind) => (await get(kind)).spec.template.metadata.labels;
  const plain = [
    { name: 'migrate', space: namespace, labels: await labelsOf('job/auth-migrate') },
    { name: 'keys', space: namespace, labels: await labelsOf('job/keys') },
    { name: 'stranger', space: namespace, labels: {} },
    { name: 'outside', space: 'default', labels: {} },
  ].map(({ name, space, labels }) => ({ name, space, pod: probe(name, labels, image, targets) }));
  await started(plain);
  const found = {
    ...Object.fromEntries(await Promise.all(plain.map(async (it) => [it.name, await logOf(it)]))),
  };
  for (const name of Object.keys(ports)) {
    const others = targets.filter(([, address]) => address !== pods[name][0].address);
    found[name] = await besideIn(pods[name][0].name, image, others);
  }
  const faults = Object.entries({ ...arrows, outside }).flatMap(([from, expected]) =>
    `${found[from]}` === `${[...expected].sort()}`
      ? []
      : [`${from} reaches ${found[from]}, expected ${expected}`],
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return `${Object.keys(found).length} kinds of pods tried ${targets.length} addresses each`;
}
