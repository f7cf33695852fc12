// A private NATS with JetStream. Each system has an account of its own, with a user for each service and an administrator.
import { join } from 'node:path';
import { writeSecret } from './folder.mjs';
import { permissions } from './nats-users.mjs';
import { findProgram } from './programs.mjs';

export const findNats = () => findProgram('nats-server');

/** The user's name: plain in the first account, since names are unique over all accounts of a server. */
export const natsUser = (account, role) => (account === 0 ? role : `${role}-${account}`);

/** Where the broker keeps its streams. */
export const natsFolder = (data) => join(data, 'nats');

export function natsCommand({ data, port, accounts, passwordFor }) {
  const file = join(data, 'nats.conf');
  writeSecret(file, JSON.stringify(configuration({ data, port, accounts, passwordFor }), null, 2));
  return { command: findNats(), args: ['-c', file] };
}

function configuration({ data, port, accounts, passwordFor }) {
  const account = (_, index) => [
    `system-${index}`,
    {
      jetstream: 'enabled',
      users: Object.keys(rights).map((role) => user(index, role, passwordFor)),
    },
  ];
  return {
    listen: `127.0.0.1:${port}`,
    jetstream: { store_dir: natsFolder(data), max_mem: 67_108_864, max_file: 10_737_418_240 },
    accounts: Object.fromEntries(Array.from({ length: accounts }, account)),
  };
}

const rights = { ...permissions, admin: { publish: ['>'], subscribe: ['>'] } };

function user(account, role, passwordFor) {
  const name = natsUser(account, role);
  return { user: name, password: passwordFor(`nats/${name}`), permissions: rights[role] };
}
