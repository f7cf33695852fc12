// A private NATS with JetStream. Each system has an account of its own, and each service in it a user who may
// publish and subscribe to what that service needs and nothing else.
import { join } from 'node:path';
import { writeSecret } from './folder.mjs';
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
      users: Object.keys(permissions).map((role) => user(index, role, passwordFor)),
    },
  ];
  return {
    listen: `127.0.0.1:${port}`,
    jetstream: { store_dir: natsFolder(data), max_mem: 67_108_864, max_file: 10_737_418_240 },
    accounts: Object.fromEntries(Array.from({ length: accounts }, account)),
  };
}

function user(account, role, passwordFor) {
  const name = natsUser(account, role);
  return { user: name, password: passwordFor(`nats/${name}`), permissions: permissions[role] };
}

const streamInfo = (stream) => `$JS.API.STREAM.INFO.${stream}`;

const publisherOf = (stream, subjects) => [
  subjects,
  `$JS.API.STREAM.CREATE.${stream}`,
  `$JS.API.STREAM.UPDATE.${stream}`,
  streamInfo(stream),
];

const consumerOf = (stream, durable) => [
  streamInfo(stream),
  `$JS.API.CONSUMER.CREATE.${stream}.${durable}`,
  `$JS.API.CONSUMER.CREATE.${stream}.${durable}.>`,
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
  `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
  `$JS.ACK.${stream}.${durable}.>`,
];

/** By role: a service, or `admin`. */
export const permissions = {
  auth: {
    publish: [...publisherOf('USERS', 'users.v1.>'), '$JS.API.INFO', 'calendar.tell', 'entry.tell'],
    subscribe: ['_INBOX.auth.>'],
  },
  calendar: {
    publish: [
      ...publisherOf('CALENDARS', 'calendars.v1.>'),
      ...consumerOf('USERS', 'calendar'),
      '$JS.API.INFO',
      'entry.tell',
    ],
    subscribe: ['_INBOX.calendar.>', 'calendar.tell', 'calendar.states'],
    allow_responses: true,
  },
  entry: {
    publish: [
      ...consumerOf('USERS', 'entry'),
      ...consumerOf('CALENDARS', 'entry'),
      '$JS.API.INFO',
      'calendar.states',
    ],
    subscribe: ['_INBOX.entry.>', 'entry.tell'],
    allow_responses: true,
  },
  admin: { publish: ['>'], subscribe: ['>'] },
};
