// Makes the passwords of a system of containers, once: `node dev/containers/secrets.mjs FOLDER [OTHER ...]`. Each file is for the group
// whose container needs it. OTHER folders are given to the user of the services. What is there already stays.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { natsConfiguration, redisConfiguration } from './configurations.mjs';

const services = ['auth', 'calendar', 'entry'];
const serviceUser = 1000;
/** Groups of docker-compose.yml: a container is in those whose files it needs. */
const groups = {
  auth: 2001,
  calendar: 2002,
  entry: 2003,
  migration: { auth: 2011, calendar: 2012, entry: 2013 },
  mysql: 2020,
  nats: 2021,
  redis: 2022,
  gateway: 2023,
};
/** Data is bound to these two: others can be made again, and the step `schemas` tells them to the database. */
const lasting = ['mysql-root-password', 'signing-keys-secret'];

const password = () => randomBytes(32).toString('base64url');

const ofService = (service) => ({
  [`${service}-database-url`]: {
    group: groups[service],
    make: () => `mysql://${service}:${password()}@mysql:3306/${service}`,
  },
  [`${service}-migration-url`]: {
    group: groups.migration[service],
    make: () => `mysql://${service}_ddl:${password()}@mysql:3306/${service}`,
  },
  [`${service}-nats-url`]: {
    group: groups[service],
    make: () => `nats://${service}:${password()}@nats:4222`,
  },
});

const secrets = {
  'mysql-root-password': { group: groups.mysql, make: password },
  'signing-keys-secret': { group: groups.auth, make: password },
  ...Object.assign({}, ...services.map(ofService)),
  'redis-password': { group: groups.gateway, make: password },
  // Database 1 is the gateway's.
  'redis-url': {
    group: groups.entry,
    make: (read) => `redis://:${read('redis-password')}@redis:6379/0`,
  },
};

/** Follow from the others, so a new version renews them. */
const derived = {
  'nats.conf': {
    group: groups.nats,
    make: (read) =>
      natsConfiguration((user) => decodeURIComponent(new URL(read(`${user}-nats-url`)).password)),
  },
  'redis.conf': { group: groups.redis, make: (read) => redisConfiguration(read('redis-password')) },
};

function fill(folder) {
  const read = (name) => readFileSync(join(folder, name), 'utf8').trim();
  const lost = lasting.filter((name) => !existsSync(join(folder, name)));
  if (lost.length > 0 && readdirSync(folder).some((name) => name in secrets))
    throw new Error(
      `${lost.join(' and ')} is missing in ${folder}, and a new one would not fit the data. Put it back (docs/backup.md).`,
    );
  for (const [name, { group, make }] of Object.entries(secrets)) {
    if (!existsSync(join(folder, name))) write(join(folder, name), make(read), group);
  }
  for (const [name, { group, make }] of Object.entries(derived))
    write(join(folder, name), make(read), group);
}

const isRoot = process.getuid() === 0;

/** Whole or not at all. */
function write(file, text, group) {
  const draft = `${file}.tmp`;
  writeFileSync(draft, text, { mode: 0o600 });
  if (isRoot) {
    chmodSync(draft, 0o440);
    chownSync(draft, 0, group);
  }
  renameSync(draft, file);
}

try {
  const [folder, ...others] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  fill(folder);
  for (const other of others) chownSync(other, serviceUser, serviceUser);
} catch (error) {
  console.error(`The passwords cannot be made: ${error.message}`);
  process.exitCode = 1;
}
