// Bad days of a system of containers: each is to end in a message that says what to do, or to mend itself.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { newUser } from './client.mjs';
import { up } from './everyday.mjs';

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
