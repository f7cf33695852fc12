// Idempotency-Key on what makes entries: one entry for a key, and the answer to it again.
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { expectReplay, keyed } from '@calendar/shared/testing/replays';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, expectOverlap, meeting, newCalendar } from './calendar-at-hand.ts';
import { at, seriesIn, weekly } from './series-at-hand.ts';

const { baseUrl, database } = mainSystem();
const request = api(baseUrl);
const tables = openTables(database, 'entry');
afterAll(() => tables[Symbol.asyncDispose]());
const unknown = '01920000-0000-7000-8000-000000000000';
let me: Somebody;
let calendar: CalendarAtHand;
beforeEach(async () => {
  me = await somebody(request);
  calendar = await newCalendar(me, 'UTC');
});

type Headers = Record<string, string>;
const create = (body: unknown, headers: Headers, query = '') =>
  calendar.ask('POST', query, body, headers);
const count = async () => (await calendar.all('&expand=false')).body.items.length as number;
const keysOf = async ({ id }: Somebody) =>
  (await tables.read('SELECT idempotency_key AS k FROM idempotency_key WHERE user_id = ?', [id]))
    .map(({ k }) => k)
    .sort();

const isFirst = ({ headers }: { headers: globalThis.Headers }) =>
  headers.get('idempotent-replayed') === null;

const day = meeting({ start: '2027-03-01T09:00:00', description: null });

/** A series from Monday the first of March on, with the query of a split at its third occurrence. */
async function mondays() {
  const made = await seriesIn(calendar, { start: '2027-03-01T09:00:00', recurrence: weekly });
  return { ...made, split: `scope=thisAndFuture&${at('2027-03-15T09:00:00Z')}` };
}

test('the answer is replayed for the same value, however it is written', async () => {
  const key = keyed();
  const first = await create(day, key);
  expect([first.status, isFirst(first)]).toEqual([201, true]);
  const turned = Object.fromEntries(Object.entries(day).reverse());
  for (const text of [
    JSON.stringify(turned, null, 2),
    JSON.stringify(day).replace('M', '\\u004d'),
  ]) {
    expectReplay(first, await create(text, key));
  }
  expect(await count()).toBe(1);
});

test('a forced series is replayed with all that it was told: rule, conflicts, times', async () => {
  await calendar.add({ start: '2027-03-08T09:30:00Z' });
  const recurrence = { ...weekly, until: '2027-05-01T09:00:00', byDay: [{ day: 'mo' }] };
  const body = meeting({ start: '2027-03-01T09:00:00', timeZone: 'Europe/Berlin', recurrence });
  const forced = await create({ ...body, start: '2027-03-01T10:00:00' }, keyed('a'), '?force=true');
  expect(forced.body).toMatchObject({ forced: true, conflicts: [{}], conflictsTruncated: false });
  expectReplay(
    forced,
    await create({ ...body, start: '2027-03-01T10:00:00' }, keyed('a'), '?force=true'),
  );
});

test('another payload under the key is refused, and changes nothing', async () => {
  const key = keyed();
  const other = await newCalendar(me, 'UTC');
  const first = await create(day, key);
  const reused = [
    [await create({ ...day, title: 'Other' }, key), calendar.path],
    [await create(meeting({ start: day.start }), key), calendar.path],
    [await create(day, key, '?force=true'), calendar.path],
    [await other.ask('POST', '', day, key), other.path],
  ] as const;
  for (const [reply, path] of reused) expectProblem(reply, 422, 'idempotency-key-reused', path);
  expectReplay(first, await create(day, key));
  expect([await count(), (await other.all()).body.items]).toEqual([1, []]);
});

test('a split: the order of its query does not matter, its method does', async () => {
  const { path, split } = await mondays();
  const ask = (method: string, query: string, body: object) =>
    calendar.ask(method, `${path}?${query}`, body, keyed('key'));
  const first = await ask('PATCH', split, day);
  expect([first.status, first.headers.get('location')]).toEqual([
    200,
    `${calendar.path}/${first.body.id}`,
  ]);
  expect(first.body.dropped).toEqual({ overrides: 0, exclusions: 0 });
  const turned = `occurrence=2027-03-15T09:00:00%5A&scope=thisAndFuture`;
  expectReplay(first, await ask('PATCH', turned, day));
  expect((await ask('PUT', split, day)).status).toBe(422);
  expect((await ask('PATCH', `${split}&force=true`, day)).status).toBe(422);
  expect(await count()).toBe(2);
});

test('from the first occurrence on is a change of all of it, and replayed without a Location too', async () => {
  const { path, read } = await mondays();
  const query = `${path}?scope=thisAndFuture&${at('2027-03-01T09:00:00Z')}`;
  const rename = () => calendar.ask('PATCH', query, { title: 'New' }, keyed('key'));
  const first = await rename();
  expect([first.status, first.headers.get('location')]).toEqual([200, null]);
  expectReplay(first, await rename());
  expect(etagOf(await read())).toBe(etagOf(first));
});

test('the first answer stays what it was, though the entry is changed, gone, and its time taken', async () => {
  const key = keyed();
  const first = await create(day, key);
  const one = `/${first.body.id}`;
  expect((await calendar.ask('PATCH', one, { title: 'Changed' })).status).toBe(200);
  expectReplay(first, await create(day, key));
  expect((await calendar.ask('DELETE', one)).status).toBe(204);
  expect((await create(day, keyed())).status).toBe(201);
  const before = etagOf(await calendar.all());
  expectReplay(first, await create(day, key));
  expect([await count(), etagOf(await calendar.all())]).toEqual([1, before]);
});

test('what is refused is not kept: an overlap, a bad field, another version', async () => {
  const key = keyed();
  const there = await calendar.add({ start: '2027-03-01T09:30:00Z' });
  const list = etagOf(await calendar.all());
  const refused = await create(day, key);
  expectOverlap(refused, calendar.path, [expect.anything()]);
  expect(faultsOf(await create({ ...day, title: '' }, key))).toEqual(['/title']);
  expect([etagOf(await calendar.all()), await keysOf(me)]).toEqual([list, []]);
  await calendar.ask('DELETE', `/${there.id}`);
  const made = await create({ ...day, title: 'Now' }, key);
  expect([made.status, isFirst(made)]).toEqual([201, true]);
  const series = await seriesIn(calendar, { start: '2027-04-05T09:00:00', recurrence: weekly });
  const split = (headers: Headers) => {
    const query = `${series.path}?scope=thisAndFuture&${at('2027-04-12T09:00:00Z')}`;
    return calendar.ask('PATCH', query, { title: 'Part' }, { ...keyed('split'), ...headers });
  };
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  expect((await split(stale)).status).toBe(412);
  const parted = await split({});
  expect([parted.status, isFirst(parted)]).toEqual([200, true]);
});

test('a key comes after 404 of the calendar, and before 404 of an entry and 412', async () => {
  const { path, split } = await mondays();
  const body = { title: 'Part' };
  const ask = (to: string, headers: Headers = {}, sent: object = body) =>
    me.ask('PATCH', `${to}?${split}`, sent, { ...keyed('key'), ...headers });
  const one = calendar.path + path;
  const first = await ask(one);
  expect(first.status).toBe(200);
  expectReplay(first, await ask(one, { 'if-match': '"1-AAAAAAAA"' }));
  expect((await calendar.ask('DELETE', path)).status).toBe(204);
  expectReplay(first, await ask(one));
  expectProblem(
    await ask(one, {}, { title: 'x', id: unknown }),
    422,
    'idempotency-key-reused',
    one,
  );
  const lost = `${calendar.path}/${unknown}`;
  expectProblem(await ask(lost), 422, 'idempotency-key-reused', lost);
  const nowhere = `/calendars/${unknown}/entries/${unknown}`;
  expectProblem(await ask(nowhere), 404, 'not-found', nowhere);
  expect(faultsOf(await ask(nowhere, {}, { title: 7 }))).toEqual(['/title']);
});

test('other changes, deletions and the check do not look at it', async () => {
  const { path, split } = await mondays();
  const key = keyed();
  expect((await calendar.ask('PATCH', `${path}?${split}`, { title: 'Part' }, key)).status).toBe(
    200,
  );
  const occurrence = at('2027-03-08T09:00:00Z');
  for (const headers of [key, { 'idempotency-key': 'no key' }]) {
    for (const query of [path, `${path}?${occurrence}`, `${path}?scope=all`]) {
      const reply = await calendar.ask('PATCH', query, { title: `${query}` }, headers);
      expect([reply.status, isFirst(reply)]).toEqual([200, true]);
    }
    expect((await calendar.ask('POST', '/check', day, headers)).status).toBe(200);
  }
  expect((await calendar.ask('DELETE', `${path}?${split}`, undefined, key)).status).toBe(404);
  expect((await calendar.ask('DELETE', path, undefined, key)).status).toBe(204);
});

test.each(['', 'a b', 'a, b', 'é', 'x'.repeat(256)])('%j is no key', async (key) => {
  expect(faultsOf(await create({ ...day, nope: 1 }, keyed(key)))).toEqual([
    '/nope',
    'Idempotency-Key',
  ]);
  const { path, split } = await mondays();
  for (const [method, body] of [
    ['PATCH', { title: 'x' }],
    ['PUT', day],
  ] as const) {
    const reply = await calendar.ask(method, `${path}?${split}`, body, keyed(key));
    expect(faultsOf(reply)).toEqual(['Idempotency-Key']);
  }
  expect(await count()).toBe(1);
});

test('a body that nests deeper than the stack is hashed like any other', async () => {
  const { path, split } = await mondays();
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const text = `{"title":"Part","createdAt":${deep}}`;
  const send = () => calendar.ask('PATCH', `${path}?${split}`, text, keyed('key'));
  expectReplay(await send(), await send());
});

test('while the first still runs the second waits for 3 seconds, and holds nobody up', async () => {
  const key = keyed();
  const first = await create(day, key);
  const hold = 'SELECT result FROM idempotency_key WHERE user_id = ? FOR UPDATE';
  await tables.holding(hold, [me.id], async () => {
    const begun = Date.now();
    const waiting = create(day, key);
    await until(() => tables.isBusy('INTO idempotency_key'));
    const beside = await create({ ...day, start: '2027-03-02T09:00:00' }, keyed());
    expect(beside.status).toBe(201);
    expect(Date.now() - begun).toBeLessThan(2_500);
    const reply = await waiting;
    expect(Date.now() - begun).toBeGreaterThan(2_900);
    expectProblem(reply, 409, 'idempotency-in-progress', calendar.path);
    expect(reply.headers.get('retry-after')).toBe('1');
  });
  expectReplay(first, await create(day, key));
}, 30_000);

test('a deleted calendar takes the keys of its entries along, a deleted user all', async () => {
  const other = await newCalendar(me, 'UTC');
  await create(day, keyed('a'));
  await other.ask('POST', '', day, keyed('b'));
  expect(await keysOf(me)).toEqual(['a', 'b']);
  expect((await me.ask('DELETE', `/calendars/${calendar.id}`)).status).toBe(204);
  expectProblem(await create(day, keyed('a')), 404, 'not-found', calendar.path);
  await until(async () => (await keysOf(me)).length === 1);
  expect(await keysOf(me)).toEqual(['b']);
  expect((await me.ask('DELETE', '/auth/me')).status).toBe(204);
  const reply = await other.ask('POST', '', day, keyed('b'));
  expectProblem(reply, 401, 'unauthorized', other.path);
  await until(async () => (await keysOf(me)).length === 0);
});

test('a calendar that goes while its lock is waited for: 404, and no key is left', async () => {
  const gone = "UPDATE calendar_ref SET state = 'deleted' WHERE id = ?";
  // Asks for it, so that its row is there to be held: it may not have been heard of yet.
  expect(await count()).toBe(0);
  const reply = await tables.holding(gone, [calendar.id], async () => {
    const waiting = create(day, keyed());
    await until(() => tables.isBusy('UPDATE calendar_ref FORCE'));
    return { waiting };
  });
  expectProblem(await reply.waiting, 404, 'not-found', calendar.path);
  expect(await keysOf(me)).toEqual([]);
});

test('a key of more than 24 hours ago that is still there is as good as new', async () => {
  await create({ ...day, title: 'lazy' }, keyed('lazy'));
  const age = 'UPDATE idempotency_key SET created_at = ? WHERE user_id = ?';
  await tables.write(age, [Date.now() - 86_400_000, me.id]);
  const fresh = { ...day, start: '2027-03-09T09:00:00' };
  const made = await create(fresh, keyed('lazy'));
  expect([made.status, isFirst(made)]).toEqual([201, true]);
  expectReplay(made, await create(fresh, keyed('lazy')));
});
