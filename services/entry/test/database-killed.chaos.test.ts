// The database is killed and comes back, again and again, under load: what was acknowledged is there, everything else was said to be unavailable.
import { upTo } from '@calendar/shared/testing/at-once';
import { inForm } from '@calendar/shared/testing/chaos';
import { api } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { insist, type Seen } from './insistent.ts';

const CLIENTS = 6;
const deaths = inForm(2, 20);
const wellWithinMs = 10_000;

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'dbkill', ownServers: true });
}, 120_000);
afterAll(() => system.stop());

/** Every client has had a right answer since `time`. */
const allWell = (seen: Seen, time: number) => () =>
  upTo(CLIENTS).every((client) => (seen.wellAt[client] ?? 0) > time);

/** One death under load, and the return; how long after it the last client is served again, in ms. */
async function die(seen: Seen): Promise<number> {
  const { entries } = seen;
  const before = entries.length;
  await until(() => entries.length > before + CLIENTS);
  const refused = seen.statuses[503] ?? 0;
  await system.kill('database');
  await until(() => seen.wrong.length > 0 || (seen.statuses[503] ?? 0) > refused + CLIENTS);
  await system.start('database');
  const back = Date.now();
  await until(allWell(seen, back));
  return Math.max(...seen.wellAt) - back;
}

const idsIn = async (service: 'calendar' | 'entry') => {
  await using tables = openTables(system.database, service);
  const rows = await tables.read(`SELECT id FROM ${service}`);
  return rows.map(({ id }) => id).sort();
};

test('whatever was acknowledged is there, all else was 503, and all is well seconds after each return', async () => {
  const seen: Seen = { statuses: {}, wrong: [], calendars: [], entries: [], wellAt: [] };
  let ended = false;
  const clients = upTo(CLIENTS).map((n) => insist(api(system.baseUrl), n, seen, () => ended));
  const wellAfter: number[] = [];
  while (wellAfter.length < deaths && seen.wrong.length === 0) wellAfter.push(await die(seen));
  ended = true;
  await Promise.all(clients);
  console.info(
    `${wellAfter.length} deaths: ${JSON.stringify(seen.statuses)}, well after ${wellAfter.join(', ')} ms`,
  );
  expect(seen.wrong).toEqual([]);
  expect(Math.max(...wellAfter)).toBeLessThan(wellWithinMs);
  // Each was sent again until it was acknowledged: so what is there is that, and nothing twice.
  expect(await idsIn('entry')).toEqual(seen.entries.sort());
  expect(await idsIn('calendar')).toEqual(seen.calendars.sort());
}, 600_000);
