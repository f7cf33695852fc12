// POST /calendars with an Idempotency-Key: one calendar for a key, and the answer to it again.

import { upTo } from '@calendar/shared/testing/at-once';
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { expectOneMade, expectReplay, keyed } from '@calendar/shared/testing/replays';
import { type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { mainSystem } from '../../../dev/testing.mjs';

const { baseUrl, database } = mainSystem();
const request = api(baseUrl);
const tables = openTables(database, 'calendar');
afterAll(() => tables[Symbol.asyncDispose]());
let me: Somebody;
beforeEach(async () => {
  me = await somebody(request);
});

const path = '/calendars';
const create = (body: unknown, headers: Record<string, string>, who = me) =>
  who.ask('POST', path, body, headers);
const count = async (who = me) =>
  (await who.ask('GET', `${path}?limit=1000`)).body.items.length as number;
const keysOf = async ({ id }: Somebody) =>
  (await tables.read('SELECT idempotency_key AS k FROM idempotency_key WHERE user_id = ?', [id]))
    .map(({ k }) => k)
    .sort();

test('the same key 32 times at once, 100 rounds: one calendar is made in each', async () => {
  for (const round of upTo(100)) {
    const key = keyed(`round-${round}`);
    const made = await expectOneMade(32, () => create({ name: `${round}` }, key));
    expect(made.body.name).toBe(`${round}`);
  }
  expect(await count()).toBe(100);
}, 240_000);

test('the answer is replayed for the same value, however it is written', async () => {
  const key = keyed();
  const first = await create({ name: 'a', description: null, timeZone: 'europe/berlin' }, key);
  expect(first.status).toBe(201);
  const texts = [
    '{"timeZone":"europe/berlin","description":null,"name":"a"}',
    '{ "name" : "\\u0061",\n"timeZone":"europe/berlin", "description":null }',
  ];
  for (const text of texts) expectReplay(first, await create(text, key));
  expect(await count()).toBe(1);
});

test('another payload under the key is refused, and changes nothing', async () => {
  const key = keyed();
  const first = await create({ name: 'a' }, key);
  for (const body of [
    { name: 'b' },
    { name: 'a', description: null },
    { name: 'a', timeZone: 'UTC' },
  ]) {
    expectProblem(await create(body, key), 422, 'idempotency-key-reused', path);
  }
  expectReplay(first, await create({ name: 'a' }, key));
  expect(await count()).toBe(1);
});

test('keys are told apart by case and by user, and those of entries are others', async () => {
  const [other, key] = [await somebody(request), 'one-Key'];
  const first = await create({ name: 'a' }, keyed(key));
  for (const [asked, who] of [
    ['one-key', me],
    [key, other],
  ] as const) {
    const reply = await create({ name: 'b' }, keyed(asked), who);
    expect([reply.status, reply.headers.get('idempotent-replayed')]).toEqual([201, null]);
  }
  const entry = { title: 'a', start: '2027-03-01T09:00:00Z', duration: 'PT1H' };
  const made = await me.ask('POST', `${path}/${first.body.id}/entries`, entry, keyed(key));
  expect([made.status, made.headers.get('idempotent-replayed')]).toEqual([201, null]);
});

test('the first answer stays what it was, though the calendar is changed and then gone', async () => {
  const key = keyed();
  const first = await create({ name: 'a' }, key);
  const one = first.headers.get('location') ?? '';
  expect((await me.ask('PATCH', one, { name: 'b' })).status).toBe(200);
  expectReplay(first, await create({ name: 'a' }, key));
  expect((await me.ask('DELETE', one)).status).toBe(204);
  expectReplay(first, await create({ name: 'a' }, key));
  expect([(await me.ask('GET', one)).status, await count()]).toEqual([404, 0]);
});

test('what is refused is not kept', async () => {
  const key = keyed();
  expect(faultsOf(await create({ name: '' }, key))).toEqual(['/name']);
  const made = await create({ name: 'a' }, key);
  expect([made.status, made.headers.get('idempotent-replayed')]).toEqual([201, null]);
});

test.each(['', 'a b', 'a, b', 'a\tb', 'é', 'x'.repeat(256)])(
  '%j is no key, and nothing is made',
  async (key) => {
    expect(faultsOf(await create({ name: 7 }, keyed(key)))).toEqual(['/name', 'Idempotency-Key']);
    const reply = await create({ name: 'a' }, keyed(key));
    expect(reply.body.errors).toEqual([
      { parameter: 'Idempotency-Key', detail: 'must have 1 to 255 visible ASCII characters' },
    ]);
    expect(await count()).toBe(0);
  },
);

test.each(['!', '~', '"8e03978e"', 'a,b', 'x'.repeat(255)])('%s is a key', async (key) => {
  const first = await create({ name: 'a' }, keyed(key));
  expectReplay(first, await create({ name: 'a' }, keyed(key)));
});

test('while the first still runs the second waits for 3 seconds, and no other request does', async () => {
  const key = keyed();
  const first = await create({ name: 'a' }, key);
  const hold = 'SELECT result FROM idempotency_key WHERE user_id = ? FOR UPDATE';
  await tables.holding(hold, [me.id], async () => {
    const begun = Date.now();
    const waiting = create({ name: 'a' }, key);
    await until(() => tables.isBusy('INTO idempotency_key'));
    expect((await create({ name: 'b' }, keyed())).status).toBe(201);
    expect(Date.now() - begun).toBeLessThan(2_500);
    const reply = await waiting;
    expect(Date.now() - begun).toBeGreaterThan(2_900);
    expectProblem(reply, 409, 'idempotency-in-progress', path);
    expect(reply.headers.get('retry-after')).toBe('1');
  });
  expectReplay(first, await create({ name: 'a' }, key));
}, 30_000);

test('a deleted user has no keys, and 401 for an answer', async () => {
  const [key, other] = [keyed(), await somebody(request)];
  expect((await create({ name: 'a' }, key)).status).toBe(201);
  expect((await create({ name: 'a' }, keyed('kept'), other)).status).toBe(201);
  expect((await me.ask('DELETE', '/auth/me')).status).toBe(204);
  expectProblem(await create({ name: 'a' }, key), 401, 'unauthorized', path);
  await until(async () => (await keysOf(me)).length === 0);
  expect(await keysOf(other)).toEqual(['kept']);
});

test('from the mark of the deletion on a key that is still there is of no use', async () => {
  const key = keyed();
  expect((await create({ name: 'a' }, key)).status).toBe(201);
  await tables.write("UPDATE owner SET state = 'deleted' WHERE id = ?", [me.id]);
  expectProblem(await create({ name: 'a' }, key), 401, 'unauthorized', path);
});
