// What was deleted takes everything of its own along, whoever works on it meanwhile, and nothing else.
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { api, newUser, type TestUser } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { mainSystem } from '../../../dev/testing.mjs';
import { entriesOf, entryAt, idOf, knownOf, newCalendar, tally } from './making.ts';

const system = mainSystem();
const request = api(system.baseUrl);
const [auth, calendars, entries] = (['auth', 'calendar', 'entry'] as const).map((service) =>
  openTables(system.database, service),
) as [Table, Table, Table];
afterAll(() => Promise.all([auth, calendars, entries].map((each) => each[Symbol.asyncDispose]())));

type Table = ReturnType<typeof openTables>;

const rowsOf = async (calendar: string): Promise<number> =>
  (await entries.read('SELECT id FROM entry WHERE calendar_id = ?', [idOf(calendar)])).length;

async function filled(token: string, count: number): Promise<string> {
  const calendar = await newCalendar({ request, token });
  for (const hour of upTo(count)) {
    const body = entryAt(hour);
    expect((await request('POST', `${calendar}/entries`, { token, body })).status).toBe(201);
  }
  return calendar;
}

test('50 calendars with 20 entries each are deleted: no entry is left, and other calendars keep theirs', async () => {
  const [{ token, id }, other] = [await newUser(request), await newUser(request)];
  const doomed = await atOnce(8, upTo(50), () => filled(token, 20));
  const controls = [await filled(token, 3), await filled(other.token, 3)];
  const lists = () =>
    Promise.all(
      [token, other.token].map(async (reader, index) => {
        const week = '?start=2027-01-01T00:00:00Z&end=2027-02-01T00:00:00Z';
        const reply = await request('GET', `${controls[index]}/entries${week}`, { token: reader });
        return { items: reply.body.items, etag: reply.headers.get('etag') };
      }),
    );
  const before = await lists();
  expect(await entriesOf(entries, id)).toBe(50 * 20 + 3);

  const replies = await atOnce(8, doomed, (calendar) => request('DELETE', calendar, { token }));
  expect(tally(replies)).toEqual({ 204: 50 });
  await until(async () => (await entriesOf(entries, id)) === 3);
  expect(await Promise.all(doomed.map(rowsOf))).toEqual(upTo(50).map(() => 0));
  expect(await lists()).toEqual(before);
  expect(before.map(({ items }) => items.length)).toEqual([3, 3]);
}, 120_000);

/** Somebody who makes calendars and fills, changes and reads them, until `enough`. */
async function work(token: string, seen: Seen[], now: () => Moment, enough: () => boolean) {
  const ask = async (method: string, path: string, body?: unknown) => {
    const begun = now();
    const { status, body: answer } = await request(method, path, { token, body });
    seen.push({ begun, method, status });
    return status === 201 ? String(answer.id) : undefined;
  };
  const first = `/calendars/${await ask('POST', '/calendars', { name: 'First' })}`;
  for (let hour = 0; !enough(); hour += 1) {
    const calendar = `/calendars/${(await ask('POST', '/calendars', { name: 'Next' })) ?? idOf(first)}`;
    // Two hours, since both go to one calendar where the calendar service knows of the deletion first.
    await ask('POST', `${calendar}/entries`, entryAt(2 * hour));
    await ask('POST', `${first}/entries`, entryAt(2 * hour + 1));
    await ask('PATCH', first, { name: `Hour ${hour}` });
    await ask('GET', first);
    await ask('GET', `${first}/entries?start=2027-01-01T00:00:00Z&end=2027-02-01T00:00:00Z`);
  }
}

type Moment = 'before' | 'while' | 'after';
type Seen = { begun: Moment; method: string; status: number };

async function deleteAmidWork({ token }: TestUser): Promise<Seen[]> {
  const seen: Seen[] = [];
  let moment: Moment = 'before';
  const count = (begun: Moment) => seen.filter((each) => each.begun === begun).length;
  const clients = Promise.all(
    upTo(8).map(() =>
      work(
        token,
        seen,
        () => moment,
        () => count('after') >= 100,
      ),
    ),
  );
  await until(() => count('before') >= 50);
  moment = 'while';
  const reply = await request('DELETE', '/auth/me', { token });
  moment = 'after';
  await clients;
  expect(reply.status).toBe(204);
  return seen;
}

const answered = (seen: Seen[], wanted: (each: Seen) => boolean) =>
  [...new Set(seen.filter(wanted).map(({ status }) => status))].sort();

test('a user is deleted while 8 clients work with the token: nothing of the user lives on', async () => {
  for (const round of upTo(4)) {
    const user = await newUser(request);
    const seen = await deleteAmidWork(user);
    const late = ({ begun }: Seen) => begun === 'after';
    const reads = ({ method }: Seen) => method === 'GET';
    expect({ round, ...tally(seen.filter((each) => late(each) && !reads(each))) }).toEqual({
      round,
      401: expect.any(Number),
    });
    expect([401, 404]).toEqual(expect.arrayContaining(answered(seen, (s) => late(s) && reads(s))));
    expect([200, 201, 401, 404]).toEqual(expect.arrayContaining(answered(seen, (s) => !late(s))));
    await cascadeEnded(user.id);
    expect(await alive(user.id)).toEqual({ calendars: 0, entries: 0, known: 0 });
  }
}, 120_000);

async function cascadeEnded(userId: string): Promise<void> {
  const [{ id }] = await auth.read('SELECT id FROM outbox WHERE aggregate_id = ?', [userId]);
  const taken = 'SELECT event_id FROM inbox WHERE event_id = ?';
  for (const tables of [calendars, entries]) {
    await until(async () => (await tables.read(taken, [id])).length > 0);
  }
}

async function alive(userId: string) {
  const active = "SELECT id FROM calendar WHERE owner_id = ? AND state = 'active'";
  return {
    calendars: (await calendars.read(active, [userId])).length,
    entries: await entriesOf(entries, userId),
    known: await knownOf(entries, userId),
  };
}

const markDeleted = "UPDATE owner SET state = 'deleted', rev = rev + 1 WHERE id = ?";

/** The status of a request that began while the owner's deletion was not committed yet. */
async function amidDeletion(
  tables: Table,
  userId: string,
  send: () => Promise<{ status: number }>,
) {
  const { reply } = await tables.holding(markDeleted, [userId], async () => {
    let done = false;
    const reply = send().finally(() => {
      done = true;
    });
    await until(async () => done || (await tables.isBusy('owner')));
    return { reply };
  });
  return (await reply).status;
}

test('a new calendar waits for the deletion of its owner that is under way', async () => {
  const { id, token } = await newUser(request);
  await newCalendar({ request, token });
  const create = () => request('POST', '/calendars', { token, body: { name: 'Late' } });
  expect(await amidDeletion(calendars, id, create)).toBe(401);
  expect((await alive(id)).calendars).toBe(1);
});

test('so does what makes a calendar known where entries are', async () => {
  const { id, token } = await newUser(request);
  const calendar = await filled(token, 1);
  await until(async () => (await alive(id)).known === 1);
  await entries.write('DELETE FROM calendar_ref WHERE owner_id = ?', [id]);
  const create = () => request('POST', `${calendar}/entries`, { token, body: entryAt(7) });
  expect(await amidDeletion(entries, id, create)).toBe(401);
  expect(await alive(id)).toEqual({ calendars: 1, entries: 1, known: 0 });
});

test("from the owner's mark on no entry is made, though their calendars are not buried yet", async () => {
  const { id, token } = await newUser(request);
  const calendar = await filled(token, 1);
  expect(await entries.write(markDeleted, [id])).toBe(1);
  const created = await request('POST', `${calendar}/entries`, { token, body: entryAt(7) });
  expect(created.status).toBe(401);
  expect(await alive(id)).toEqual({ calendars: 1, entries: 1, known: 1 });
});
