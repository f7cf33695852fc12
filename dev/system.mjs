// One whole system on given servers: schemas, keys, migrations, the three services and the gateway.
// `npm start` runs one; `npm test` runs one and lets tests start more beside it with the same code.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './commands.mjs';
import {
  keysEnvironment,
  migrationEnvironment,
  redisUrl,
  renderEnvironment,
} from './environments.mjs';
import { passwords, pidsOf, writeSecret } from './folder.mjs';
import { launch } from './launch.mjs';
import { natsUser } from './nats.mjs';
import { freePort } from './ports.mjs';
import { productNode, root } from './runtime.mjs';
import { makeSchemas } from './schemas.mjs';

export const services = ['auth', 'calendar', 'entry'];
export const keysProgram = 'services/auth/src/keys.ts';
const attempts = 3;
const oneOfEach = { auth: 1, calendar: 1, entry: 1 };

/** Where a running system says what it is made of: ports, addresses and passwords. */
export const planOf = (folder) => join(folder, 'plan.json');

/**
 * Starts a system and returns when it takes requests.
 * `servers`: the `info` of startServers; `account`: which of its accounts this system alone uses (0 and up);
 * `folder`: for keys, logs and the gateway's file; `prefix`: of the schemas' names; `gatewayPort`: a free one by default;
 * `instances`: how many of a service run, one unless told; `settings`: environment by process, `{ all, auth, calendar, entry, gateway }`; `onDeath(process)`: one ended unasked.
 */
export async function startSystem(options) {
  const plan = await prepare({ name: 'main', settings: {}, ...options });
  await Promise.all(services.map((service) => bringUp(plan, service)));
  for (let attempt = 1; ; attempt += 1) {
    plan.ports = await choosePorts(plan);
    await render(plan);
    const running = await launch(plan, { lastTry: attempt === attempts });
    if (running === null) continue;
    writeSecret(planOf(plan.folder), JSON.stringify(plan));
    return { ...description(plan), ...running };
  }
}

async function prepare(options) {
  const { servers, folder, account, prefix } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFor = passwords(servers.data);
  const { adminUrl } = servers.database;
  const databases = await makeSchemas({ adminUrl, prefix, services, passwordFor });
  const { host, port } = servers.nats;
  const natsUrl = (role) => {
    const user = natsUser(account, role);
    return `nats://${user}:${passwordFor(`nats/${user}`)}@${host}:${port}`;
  };
  return {
    ...options,
    signingKeysSecret: passwordFor('signing keys'),
    jwksFile: join(folder, 'jwks.json'),
    databases,
    redis: { ...servers.redis, database: account },
    natsUrls: Object.fromEntries([...services, 'admin'].map((role) => [role, natsUrl(role)])),
    kongFile: join(folder, 'kong.yml'),
    logs: join(folder, 'logs'),
    ports: { gateway: 0, auth: [0], calendar: [0], entry: [0] },
  };
}

async function choosePorts({ instances, gatewayPort }) {
  const ports = { gateway: gatewayPort ?? (await freePort()) };
  for (const [service, count] of Object.entries({ ...oneOfEach, ...instances })) {
    ports[service] = await Promise.all(Array.from({ length: count }, freePort));
  }
  return ports;
}

async function bringUp(plan, service) {
  await migrate(plan, service);
  if (service === 'auth') await publishKeys(plan);
}

const migrate = (plan, service) =>
  run(plan, {
    step: `migrate ${service}`,
    name: `${service}-migrate`,
    file: `services/${service}/src/migrate.ts`,
    env: migrationEnvironment(plan, service),
  });

// The first time it makes the key that signs.
const publishKeys = (plan) =>
  run(plan, {
    step: 'publish the keys',
    name: 'auth-keys',
    file: keysProgram,
    args: ['publish'],
    env: keysEnvironment(plan),
  });

/** Writes the file that the gateway reads, with the keys that are published. */
export const render = (plan) =>
  run(plan, {
    step: "render the gateway's file",
    name: 'gateway-render',
    file: 'gateway/src/render.ts',
    env: renderEnvironment(plan),
  });

const run = (plan, { step, name, file, args = [], env }) =>
  mustRun(step, productNode(), [join(root, file), ...args], {
    env,
    cwd: root,
    log: join(plan.logs, `${name}.log`),
    pidFile: join(pidsOf(plan.servers.data), `${plan.name}-${name}.json`),
  });

const local = (port) => `http://127.0.0.1:${port}`;

// Plain values, so that they cross to Jest's processes in an environment variable.
const description = (plan) => ({
  name: plan.name,
  baseUrl: local(plan.ports.gateway),
  services: Object.fromEntries(
    services.map((service) => [service, plan.ports[service].map(local)]),
  ),
  database: {
    adminUrl: plan.servers.database.adminUrl,
    schemas: Object.fromEntries(
      services.map((service) => [service, plan.databases[service].schema]),
    ),
  },
  natsUrl: plan.natsUrls.admin,
  redisUrl: redisUrl(plan.redis),
  signingKeysSecret: plan.signingKeysSecret,
  jwksFile: plan.jwksFile,
  kongFile: plan.kongFile,
  folder: plan.folder,
  logs: plan.logs,
  servers: plan.servers,
});
