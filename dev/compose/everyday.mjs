// What a system of containers does on every day: it serves, spreads, survives, is backed up and restored, and takes another key.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gatewaySuite, jestCommand } from '../jest.mjs';
import { root } from '../runtime.mjs';
import { waitFor } from '../waiting.mjs';
import { newUser, startLoad } from './client.mjs';

export const up = ({ compose }, ...options) => compose('up', '--wait', ...options);

/** Only the gateway can be reached from this machine, and no container may do more than it has to. */
export async function isClosed({ compose, docker }) {
  const ids = (await compose('ps', '--all', '--quiet')).split('\n').filter(Boolean);
  const containers = JSON.parse(await docker('inspect', ...ids));
  const published = containers.flatMap(({ Config, HostConfig }) =>
    Object.values(HostConfig.PortBindings ?? {}).flatMap((bindings) =>
      bindings.map(({ HostIp }) => [Config.Labels['com.docker.compose.service'], HostIp]),
    ),
  );
  assert.deepEqual(published, [['kong', '127.0.0.1']]);
  for (const { Name, Config, HostConfig, State } of containers) {
    assert.ok(HostConfig.ReadonlyRootfs, `${Name} can write its root file system`);
    assert.deepEqual(HostConfig.CapDrop, ['ALL'], Name);
    assert.ok(HostConfig.SecurityOpt.includes('no-new-privileges:true'), Name);
    assert.ok(HostConfig.Memory > 0, `${Name} has no limit of memory`);
    assert.ok(HostConfig.LogConfig.Config['max-size'], `the log of ${Name} has no end`);
    if (State.Running) assert.notEqual(Config.User.split(':')[0], '0', `${Name} runs as root`);
    assert.doesNotMatch(Config.Env.join('\n'), /^\w*(PASSWORD|SECRET|_URL)=.*@/m, Name);
  }
}

export async function suitePasses({ baseUrl }) {
  const child = spawn(...jestCommand(gatewaySuite), {
    cwd: root,
    env: { ...process.env, TEST_BASE_URL: baseUrl },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, 'the gateway suite failed');
}

const countEntries = ({ sql }, calendars) =>
  sql(
    `SELECT COUNT(*) FROM entry.entry WHERE calendar_id IN ('${[...calendars].join("','")}')`,
  ).then(Number);

async function entriesEnd(project, calendars) {
  const gone = async () => (await countEntries(project, calendars)) === 0;
  await waitFor(gone, { within: 120_000, every: 500, what: 'the end of the entries' });
}

export async function cascade(project) {
  const user = await newUser(project.baseUrl);
  const calendar = await user.newCalendar('Cascade');
  for (let hour = 0; hour < 20; hour += 1)
    assert.equal((await user.newEntry(calendar, hour)).status, 201);
  assert.equal(await countEntries(project, [calendar]), 20);
  assert.equal((await user.ask('DELETE', `/calendars/${calendar}`)).status, 204);
  assert.equal((await user.ask('GET', `/calendars/${calendar}`)).status, 404);
  await entriesEnd(project, [calendar]);
}

/** Bytes that each container has received. */
const received = ({ docker }, ids) =>
  Promise.all(
    ids.map(async (id) => {
      const text = await docker('exec', id, 'cat', '/proc/net/dev');
      return Number(/eth0:\s*(\d+)/.exec(text)[1]);
    }),
  );

export async function scaled(project) {
  await up(project, '--no-recreate', '--scale', 'entry=3');
  const ids = await project.containers('entry');
  assert.equal(ids.length, 3);
  await pause(5_000); // the gateway looks names up anew every few seconds
  const user = await newUser(project.baseUrl);
  const calendar = await user.newCalendar('Spread');
  const before = await received(project, ids);
  const list = `/calendars/${calendar}/entries?start=2027-01-01T00:00:00Z&end=2027-01-08T00:00:00Z`;
  for (let round = 0; round < 60; round += 1) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => user.ask('GET', list)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  }
  const after = await received(project, ids);
  const shares = after.map((bytes, index) => bytes - before[index]);
  const all = shares.reduce((sum, share) => sum + share, 0);
  for (const share of shares)
    assert.ok(share > all / 10, `the load is not spread: ${shares.join(', ')} bytes`);
  return `${shares.map((share) => `${Math.round((100 * share) / all)} %`).join(', ')} of the bytes`;
}

/** What was acknowledged is there, what was deleted ends, and few requests saw an error. */
async function nothingLost(project, user, { entries, deleted, others }, mostErrors) {
  for (const [calendar, ids] of entries) {
    const { status, body } = await user.ask(
      'GET',
      `/calendars/${calendar}/entries?start=2027-01-01T00:00:00Z&end=2027-01-08T00:00:00Z`,
    );
    assert.equal(status, 200);
    const found = new Set(body.items.map(({ id }) => id));
    assert.deepEqual(
      ids.filter((id) => !found.has(id)),
      [],
      'an acknowledged entry is lost',
    );
  }
  await entriesEnd(project, ['none', ...deleted]);
  const errors = Object.values(others).reduce((sum, count) => sum + count, 0);
  assert.ok(errors <= mostErrors, `errors by status: ${JSON.stringify(others)}`);
  return `${entries.size} calendars kept, ${deleted.length} deleted, errors ${JSON.stringify(others)}`;
}

/** One of three instances is killed. What it had in hand may fail; nothing else. */
export async function killed(project) {
  const user = await newUser(project.baseUrl);
  const load = startLoad(user);
  await pause(3_000);
  const [victim] = await project.containers('entry');
  await project.docker('kill', victim);
  await pause(7_000);
  const outcome = await load.stop();
  await up(project, '--no-recreate', '--scale', 'entry=3');
  assert.equal((await project.containers('entry')).length, 3);
  return nothingLost(project, user, outcome, 8);
}

export async function brokerRestarted(project) {
  const user = await newUser(project.baseUrl);
  const load = startLoad(user);
  await pause(3_000);
  await project.compose('restart', 'nats');
  await pause(7_000);
  return nothingLost(project, user, await load.stop(), 0);
}

/** The commands of one block of a page, so that what is told is what is tested. */
function told(page, heading) {
  const text = readFileSync(join(root, page), 'utf8');
  const section = text.split(`\n${heading}\n`)[1] ?? '';
  const block = /^```sh\n([\s\S]*?)^```$/m.exec(section);
  assert.ok(block, `${page} has no commands under ${heading}`);
  return block[1];
}

export async function restored(project) {
  const folder = mkdtempSync(join(tmpdir(), 'calendar-backup-'));
  const inFolder = (text) => project.shell(text, folder);
  try {
    const user = await newUser(project.baseUrl);
    const kept = await user.newCalendar('Kept');
    assert.equal((await user.newEntry(kept, 1)).status, 201);
    await inFolder(told('docs/backup.md', '### Back up'));
    const late = await newUser(project.baseUrl);
    assert.equal((await user.ask('DELETE', `/calendars/${kept}`)).status, 204);
    await inFolder(told('docs/backup.md', '### Restore'));
    assert.equal((await user.ask('GET', `/calendars/${kept}`)).status, 401, 'an old token passes');
    assert.deepEqual([await user.logIn(), await late.logIn()], [200, 401]);
    await pause(5_000); // a deletion that the broker still told would have its effect now
    assert.equal(await countEntries(project, [kept]), 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function keyAdded({ baseUrl, compose, gateway }) {
  const keys = async () =>
    (await (await fetch(`${baseUrl}/.well-known/jwks.json`)).json()).keys.length;
  const before = await keys();
  await compose('run', '--rm', '--no-deps', 'keys', 'add');
  await compose('run', '--rm', '--no-deps', 'gateway-config');
  await (gateway === 'kong'
    ? compose('exec', '-T', 'kong', 'kong', 'reload')
    : compose('kill', '--signal', 'HUP', 'kong'));
  const known = async () => (await keys()) === before + 1;
  await waitFor(known, { within: 20_000, every: 500, what: 'the new key' });
}
