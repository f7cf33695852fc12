// After the answer to a deletion or a change nothing is made by what was: told at once, on a system whose events are held up.
import { upTo } from '@calendar/shared/testing/at-once';
import { type BrokerView, openBroker } from '@calendar/shared/testing/broker';
import { api, newUser } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { type Client, entriesOf, entryAt, knownOf, newCalendar, tally } from './making.ts';

let system: OwnSystem;
let broker: BrokerView;
let goOn: (() => Promise<void>)[];
beforeAll(async () => {
  system = await startSystem({ name: 'deleter' });
  broker = await openBroker(system.natsUrl);
  goOn = await Promise.all([
    broker.pause('CALENDARS', 'entry'),
    broker.pause('USERS', 'entry'),
    broker.pause('USERS', 'calendar'),
  ]);
}, 120_000);
afterAll(async () => {
  await broker[Symbol.asyncDispose]();
  await system.stop();
});

type Seen = { late: boolean; status: number };

/** Four clients make entries in a new calendar until it is deleted and each of them has had an answer after that. */
async function round({ request, token }: Client): Promise<Seen[]> {
  const calendar = await newCalendar({ request, token });
  const seen: Seen[] = [];
  let deleted = false;
  const creator = async (client: number) => {
    for (let hour = client; !seen.at(-1)?.late || !deleted; hour += 4) {
      const late = deleted;
      const body = entryAt(hour);
      const { status } = await request('POST', `${calendar}/entries`, { token, body });
      seen.push({ late, status });
      if (late) return;
    }
  };
  const creators = Promise.all(upTo(4).map(creator));
  await until(() => seen.some(({ status }) => status === 201));
  const reply = await request('DELETE', calendar, { token });
  deleted = true;
  await creators;
  expect(reply.status).toBe(204);
  return seen;
}

test('creators against a deleter, 100 rounds: no entry by a request that began after the 204', async () => {
  const request = api(system.baseUrl);
  const { id, token } = await newUser(request);
  await using tables = openTables(system.database, 'entry');
  for (const number of upTo(100)) {
    const seen = await round({ request, token });
    expect({ number, ...tally(seen.filter(({ late }) => late)) }).toEqual({ number, 404: 4 });
    const { 201: made = 0, 404: refused = 0 } = tally(seen);
    expect(made + refused).toBe(seen.length);
  }
  expect(await knownOf(tables, id)).toBe(0);
  // The events are still to come, so whatever refused was told.
  expect(await entriesOf(tables, id)).toBeGreaterThanOrEqual(100);
}, 120_000);

test('a new entry takes its calendar by the primary key, as a deletion does: never crosswise', async () => {
  const request = api(system.baseUrl);
  const { id, token } = await newUser(request);
  const path = `${await newCalendar({ request, token })}/entries`;
  expect((await request('POST', path, { token, body: entryAt(0) })).status).toBe(201);
  await using tables = openTables(system.database, 'entry');
  const indexAlone = `SELECT owner_id FROM calendar_ref FORCE INDEX (calendar_ref_owner)
    WHERE owner_id = ? AND state = 'active' LOCK IN SHARE MODE`;
  const reply = await tables.holding(indexAlone, [id], () =>
    request('POST', path, { token, body: entryAt(1) }),
  );
  expect(reply.status).toBe(201);
});

const zones = {
  'Europe/Berlin': '+01:00',
  'America/New_York': '-05:00',
  'Asia/Kolkata': '+05:30',
  'Pacific/Apia': '+13:00',
};

test('a new time zone of a calendar holds for the very next entry, 100 times', async () => {
  const request = api(system.baseUrl);
  const { token } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  for (const number of upTo(100)) {
    const [timeZone, offset] = Object.entries(zones)[number % 4] ?? [];
    const changed = await request('PATCH', calendar, { token, body: { timeZone } });
    const start = `${2030 + number}-01-10T09:00:00`;
    const body = entryAt(0, { start });
    const created = await request('POST', `${calendar}/entries`, { token, body });
    expect([changed.status, created.status]).toEqual([200, 201]);
    expect(created.body).toMatchObject({ timeZone, start: `${start}${offset}` });
  }
});

test("a deleted user's token makes nothing more, in calendars nobody has buried yet", async () => {
  const request = api(system.baseUrl);
  const { id, token } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  const unknown = await newCalendar({ request, token });
  const entry = await request('POST', `${calendar}/entries`, { token, body: entryAt(0) });
  const path = `${calendar}/entries/${entry.body.id}`;
  expect((await request('DELETE', '/auth/me', { token })).status).toBe(204);

  const writes = await Promise.all([
    request('POST', '/calendars', { token, body: { name: 'Late' } }),
    request('PATCH', calendar, { token, body: { name: 'Late' } }),
    request('DELETE', calendar, { token }),
    request('POST', `${calendar}/entries`, { token, body: entryAt(1) }),
    request('POST', `${unknown}/entries`, { token, body: entryAt(1) }),
    request('PATCH', path, { token, body: { title: 'Late' } }),
    request('DELETE', path, { token }),
  ]);
  expect(tally(writes)).toEqual({ 401: writes.length });
  const window = '?start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z';
  const reads = await Promise.all(
    ['/calendars', calendar, path, `${calendar}/entries${window}`].map((each) =>
      request('GET', each, { token }),
    ),
  );
  for (const { status } of reads) expect([401, 404]).toContain(status);
  await using tables = openTables(system.database, 'entry');
  expect([await entriesOf(tables, id), await knownOf(tables, id)]).toEqual([1, 1]);
});

test('once the events come, nothing of all that is left', async () => {
  await using tables = openTables(system.database, 'entry');
  const buried = "FROM calendar_ref WHERE state = 'deleted'";
  await Promise.all(goOn.map((each) => each()));
  await until(async () => {
    const [{ n }] = await tables.read(`SELECT COUNT(*) AS n ${buried} AND purged_at IS NULL`);
    return n === 0 && (await tables.read(`SELECT id ${buried}`)).length >= 102;
  });
  const orphans = `SELECT e.id FROM entry e JOIN calendar_ref c ON c.id = e.calendar_id WHERE c.state = 'deleted'`;
  expect(await tables.read(orphans)).toEqual([]);
  await using calendars = openTables(system.database, 'calendar');
  const living = `SELECT c.id FROM calendar c JOIN owner o ON o.id = c.owner_id WHERE c.state = 'active' AND o.state = 'deleted'`;
  expect(await calendars.read(living)).toEqual([]);
}, 120_000);
