// Who may do what at the broker of the cluster: written out of dev/nats-users.mjs, where the rights stand once. Run by itself it writes
// the file; `npm run check:infra` holds the file against it.
import { readFileSync, writeFileSync } from 'node:fs';
import { permissions } from '../nats-users.mjs';

const file = new URL('../../k8s/base/nats/accounts.conf', import.meta.url);

const list = (subjects) => `[${subjects.map((subject) => JSON.stringify(subject)).join(', ')}]`;

function user([role, { publish, subscribe, allow_responses: responses }]) {
  const rights = [
    `publish: ${list(publish)}`,
    `subscribe: ${list(subscribe)}`,
    ...(responses ? ['allow_responses: true'] : []),
  ];
  const lines = rights.map((right) => `        ${right}\n`).join('');
  return `      { user: ${role}, password: $NATS_${role.toUpperCase()}, permissions: {\n${lines}      } }\n`;
}

const text = () =>
  '# Written by `node dev/infra/nats-accounts.mjs`. Passwords come from the environment.\n' +
  'accounts {\n  calendar {\n    jetstream: enabled\n    users: [\n' +
  `${Object.entries(permissions).map(user).join('')}    ]\n  }\n}\n`;

/** Undefined, or what is wrong. */
export const accountsFault = () =>
  readFileSync(file, 'utf8') === text()
    ? undefined
    : 'k8s/base/nats/accounts.conf differs from dev/nats-users.mjs: run node dev/infra/nats-accounts.mjs';

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(file, text());
