// The system as a whole: applied, ready, and doing what a gateway's suite asks; a deletion that goes through all services.
import { join } from 'node:path';
import { capture } from '../capture.mjs';
import { gatewaySuite, jestCommand } from '../jest.mjs';
import { root } from '../runtime.mjs';
import { countEntries, entriesPath, entryBody, send, somebody } from './client.mjs';
import { get, kubectl, own, rollout, run, until, watched, workloads } from './kubectl.mjs';

const overlay = join(root, 'k8s/overlays/embedded');

/** `edit` changes the rendered text before it is applied. */
export async function apply(edit = (text) => text) {
  const { printed } = await run('kubectl', ['kustomize', overlay]);
  const image = process.env.CALENDAR_IMAGE;
  const text = image ? printed.replaceAll('calendar:local', image) : printed;
  await run('kubectl', [
    'delete',
    'job',
    '--namespace=calendar',
    '--all',
    '--ignore-not-found',
  ]).catch(
    () => undefined, // the namespace is not there yet
  );
  const { complained } = await run(
    'kubectl',
    ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'],
    { input: edit(text) },
  );
  if (/warning/i.test(complained)) throw new Error(complained);
}

export async function ready() {
  await until('all pods have addresses', 60, async () =>
    (await get('pods')).items.every(({ status }) => status.podIP || status.phase === 'Succeeded'),
  );
  await watched(async () => {
    await kubectl('wait', '--for=condition=Complete', 'job', '--all', '--timeout=300s');
    for (const name of ['nats', 'mysql', 'redis']) await rollout('statefulset', name);
    for (const name of workloads) await rollout('deployment', name);
  });
  await own('CLUSTER_AFTER_APPLY');
}

export async function comesUp() {
  const began = Date.now();
  await apply();
  await ready();
  return `ready after ${Math.round((Date.now() - began) / 1000)} s`;
}

export async function suitePasses({ base }) {
  const env = { ...process.env, TEST_BASE_URL: base };
  const [command, args] = jestCommand('--forceExit', gatewaySuite);
  const { code, complained } = await capture(command, args, { cwd: root, env });
  if (code !== 0) throw new Error(complained);
  return /Tests:\s*(.*)/.exec(complained)?.[1];
}

/** A calendar goes, and its entries with it; a user goes, and everything with them. */
export async function cascades({ base }) {
  const [person, other] = [await somebody(base), await somebody(base)];
  for (const { token, calendar } of [person, other]) {
    const path = entriesPath(calendar);
    for (let index = 0; index < 20; index += 1) {
      const { status } = await send(base, 'POST', path, { token, body: entryBody(index) });
      if (status !== 201) throw new Error(`an entry was answered with ${status}`);
    }
  }
  const { token, calendar } = person;
  const statusOf = async (method, path, headers) =>
    (await send(base, method, path, headers)).status;
  const gone = [
    await statusOf('DELETE', `/calendars/${calendar}`, { token }),
    await statusOf(
      'GET',
      `${entriesPath(calendar)}?start=2027-01-01T00:00:00Z&end=2027-02-01T00:00:00Z`,
      { token },
    ),
    await statusOf('DELETE', '/auth/me', { token, body: { password: person.password } }),
    await statusOf('GET', '/calendars', { token }),
  ];
  if (`${gone}` !== '204,404,204,401') throw new Error(`expected 204,404,204,401, got ${gone}`);
  const left = await countEntries(base, other);
  if (left !== 20) throw new Error(`somebody else lost entries: ${left} of 20 are left`);
  await until('no row of the two is left', 60, async () => (await rowsOf(calendar)) === 0);
  return `answers ${gone}, and no row is left`;
}

/** Counted in the database, by the entry service's own user. */
async function rowsOf(calendar) {
  const script = `const mysql = (await import('mysql2/promise')).default;
    const { readFileSync } = await import('node:fs');
    const c = await mysql.createConnection(readFileSync(process.env.DATABASE_URL_FILE, 'utf8').trim());
    const [[row]] = await c.query('SELECT COUNT(*) AS n FROM entry WHERE calendar_id = ?', [process.argv[1]]);
    console.log(row.n); await c.end();`;
  const place = ['deployment/entry', '--'];
  return Number(
    await kubectl('exec', ...place, 'node', '--input-type=module', '-e', script, calendar),
  );
}
