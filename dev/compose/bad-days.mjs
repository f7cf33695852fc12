// Bad days of a system of containers: each is to end in a message that says what to do, or to mend itself.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { waitFor } from '../waiting.mjs';
import { newUser } from './client.mjs';
import { up } from './everyday.mjs';
import { makeProject } from './project.mjs';

/** Another program has the gateway's port: the engine says which one it is, and the rest runs. */
export async function portTaken(project) {
  const port = Number(new URL(project.baseUrl).port);
  await project.compose('rm', '--stop', '--force', 'kong');
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  try {
    const { code, said } = await project.attempt('up', '--wait');
    assert.notEqual(code, 0);
    assert.match(said, new RegExp(`127\\.0\\.0\\.1:${port}.*(already|in use)`, 's'));
  } finally {
    other.close();
  }
  await up(project);
}

/** A shell beside the passwords, as whoever may change them. */
const amongSecrets = ({ compose }, command) =>
  compose(
    ...['run', '--rm', '--no-deps', '--entrypoint', 'sh', 'secrets'],
    ...['-c', `cd /run/calendar-secrets && ${command}`],
  );

const step = ({ attempt }, name) => attempt('run', '--rm', '--no-deps', name);

/** What no new one can take the place of is not made anew; what can be is. */
export async function secretMissing(project) {
  for (const name of ['signing-keys-secret', 'mysql-root-password']) {
    await amongSecrets(project, `mv ${name} kept`);
    try {
      const { code, said } = await step(project, 'secrets');
      assert.equal(code, 1);
      assert.match(said, new RegExp(`${name} is missing .*Put it back`));
    } finally {
      await amongSecrets(project, `mv kept ${name}`);
    }
  }
  await amongSecrets(project, 'rm entry-database-url entry-nats-url');
  await up(project);
  await project.compose('restart', 'nats', 'entry');
  await up(project);
  await newUser(project.baseUrl).then((user) => user.newCalendar('Whole again'));
}

export async function passwordWrong(project) {
  await amongSecrets(
    project,
    'cp -p mysql-root-password kept && echo wrong > new && mv new mysql-root-password',
  );
  try {
    const { code, said } = await step(project, 'schemas');
    assert.equal(code, 1);
    assert.match(said, /made with another password .*put the old file back/);
    assert.doesNotMatch(said, /wrong\b/);
  } finally {
    await amongSecrets(project, 'mv kept mysql-root-password');
  }
}

/** A migration that starts before its database waits for it. */
export async function databaseSlow(project) {
  await project.compose('pause', 'mysql');
  const migration = step(project, 'entry-migrate');
  await pause(15_000);
  await project.compose('unpause', 'mysql');
  const { code, said } = await migration;
  assert.equal(code, 0, said);
}

const filler = '/var/lib/mysql/filler';
const inDatabase = ({ attempt }, command) => attempt('exec', '-T', 'mysql', 'sh', '-c', command);

/** The database has no room left: what cannot be kept is refused by 503, reading goes on, and with room again so does writing. */
export async function diskFull({ name, gateway }) {
  const changes = 'dev/compose/small-disk.yml';
  const port = await freePort();
  const project = makeProject({ name: `${name}-small`, gateway, port, changes });
  try {
    await up(project);
    const user = await newUser(project.baseUrl);
    const calendar = await user.newCalendar('Full');
    const kept = [];
    const refused = [];
    const put = async (hour) => {
      const { status, body } = await user.newEntry(calendar, hour);
      if (status === 201) kept.push(body.id);
      else refused.push(status);
      return status === 201;
    };
    await inDatabase(project, `dd if=/dev/zero of=${filler} bs=1M`);
    for (let hour = 0; refused.length < 20 && hour < 2_000; hour += 1) await put(hour);
    assert.deepEqual(new Set(refused), new Set([503]));
    const listed = async () => {
      const year = 'start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z&limit=250';
      const { status, body } = await user.ask('GET', `/calendars/${calendar}/entries?${year}`);
      assert.equal(status, 200);
      return body.items.map(({ id }) => id);
    };
    assert.deepEqual(await listed(), kept.slice(0, 250));
    await inDatabase(project, `rm ${filler}`);
    await waitFor(() => put(4_000), { within: 60_000, what: 'room for an entry' });
    return `${kept.length - 1} kept, ${refused.length} refused`;
  } finally {
    await project.compose('down', '--volumes', '--timeout', '20');
  }
}
