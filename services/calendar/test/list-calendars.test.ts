// GET /calendars
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);

async function withCalendars(count: number) {
  const me = await somebody(request);
  const made: { id: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    made.push((await me.ask('POST', '/calendars', { name: `${i}` })).body);
  }
  return { me, list: (query = '') => me.ask('GET', `/calendars${query}`), newest: made.reverse() };
}

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);

async function* pages(me: Somebody, query: string) {
  let cursor = '';
  do {
    const { status, body } = await me.ask('GET', `/calendars?${query}${cursor}`);
    expect(status).toBe(200);
    yield body.items;
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  } while (cursor);
}

test('my calendars, newest first, as each is read by itself', async () => {
  const { me, list, newest } = await withCalendars(3);
  const { status, body } = await list();
  expect([status, body]).toEqual([200, { items: newest, nextCursor: null }]);
  const [first] = body.items;
  expect((await me.ask('GET', `/calendars/${first.id}`)).body).toEqual(first);
});

test('a page of long texts ends early, and the pages hold every calendar once', async () => {
  const me = await somebody(request);
  const made = await atOnce(8, upTo(130), async (n) => {
    const description = n === 0 ? null : '日'.repeat(8_192);
    return (await me.ask('POST', '/calendars', { name: `${n}`, description })).body.id;
  });
  const sizes: number[] = [];
  const found: string[] = [];
  for await (const items of pages(me, 'limit=1000')) {
    sizes.push(items.length);
    found.push(...idsOf(items));
  }
  // 24 KiB each: 85 are two mebibytes.
  expect(sizes.slice(0, -1)).toEqual([85]);
  expect(found.sort()).toEqual(made.sort());
});

test('a page of more than are read at once holds each of them once', async () => {
  const me = await somebody(request);
  const made = await atOnce(8, upTo(210), async (n) => {
    const { body } = await me.ask('POST', '/calendars', { name: `${n}` });
    return body.id;
  });
  const { body } = await me.ask('GET', '/calendars?limit=1000');
  expect([idsOf(body.items).sort(), body.nextCursor]).toEqual([made.sort(), null]);
});

test('nobody else sees them', async () => {
  await withCalendars(1);
  const other = await somebody(request);
  expect((await other.ask('GET', '/calendars')).body).toEqual({ items: [], nextCursor: null });
});

test('pages show what stays exactly once while others are made and deleted', async () => {
  const { me, newest } = await withCalendars(7);
  const seen: string[] = [];
  const sizes: number[] = [];
  for await (const items of pages(me, 'limit=2')) {
    seen.push(...idsOf(items));
    sizes.push(items.length);
    await me.ask('POST', '/calendars', { name: 'made meanwhile' });
    if (seen.length === 2) await me.ask('DELETE', `/calendars/${seen[1]}`);
    if (seen.length === 4) await me.ask('PATCH', `/calendars/${seen[0]}`, { name: 'renamed' });
  }
  expect([seen, sizes]).toEqual([idsOf(newest), [2, 2, 2, 1]]);
});

test('a full last page has no cursor, and only limit may change with one', async () => {
  const { list, newest } = await withCalendars(3);
  expect((await list('?limit=3')).body.nextCursor).toBe(null);
  const { nextCursor } = (await list('?limit=1')).body;
  expect(nextCursor).toEqual(expect.any(String));
  const rest = (await list(`?cursor=${nextCursor}&limit=1000`)).body;
  expect(rest).toEqual({ items: newest.slice(1), nextCursor: null });
});

test('a cursor of another user, another list, or a broken one is refused', async () => {
  const { me, list } = await withCalendars(2);
  const other = await somebody(request);
  const { nextCursor } = (await list('?limit=1')).body;
  expect(faultsOf(await other.ask('GET', `/calendars?cursor=${nextCursor}`))).toEqual(['cursor']);
  const [{ id }] = (await list()).body.items;
  const entries = `/calendars/${id}/entries?start=2027-01-01T00:00:00Z&end=2027-01-02T00:00:00Z`;
  expect(faultsOf(await me.ask('GET', `${entries}&cursor=${nextCursor}`))).toEqual(['cursor']);
  for (const broken of ['', 'x', nextCursor.slice(1), `${nextCursor}A`, '%00', 'a'.repeat(3000)]) {
    expect(faultsOf(await list(`?cursor=${broken}`))).toEqual(['cursor']);
  }
});

test.each([
  'limit=0',
  'limit=1001',
  'limit=-1',
  'limit=1.5',
  'limit=x',
  'limit=',
  'limit=1&limit=1',
])('%s is refused', async (query) => {
  const { list } = await withCalendars(0);
  expect(faultsOf(await list(`?${query}`))).toEqual(['limit']);
});

test('every unknown parameter is named', async () => {
  const { list } = await withCalendars(0);
  expect(faultsOf(await list('?sort=name&Limit=1&limit=0'))).toEqual(['Limit', 'limit', 'sort']);
});

test('the list has an entity tag, which moves with what it shows', async () => {
  const { me, list, newest } = await withCalendars(2);
  const tags = [etagOf(await list())];
  const moved = async () => {
    tags.push(etagOf(await list()));
    return new Set(tags).size === tags.length;
  };
  expect(etagOf(await list())).toBe(tags[0]);
  const same = await me.ask('GET', '/calendars', undefined, { 'if-none-match': `W/${tags[0]}` });
  expect([same.status, same.body, etagOf(same)]).toEqual([304, null, tags[0]]);
  const one = `/calendars/${newest[0]?.id}`;
  await me.ask('PATCH', one, { name: 'renamed' });
  expect(await moved()).toBe(true);
  await me.ask('POST', '/calendars', { name: 'one more' });
  expect(await moved()).toBe(true);
  await me.ask('DELETE', one);
  expect(await moved()).toBe(true);
  const changed = await me.ask('GET', '/calendars', undefined, {
    'if-none-match': tags.slice(0, 3).join(', '),
  });
  expect(changed.status).toBe(200);
});

test('HEAD has the headers alone', async () => {
  const { me, list } = await withCalendars(1);
  const head = await me.ask('HEAD', '/calendars');
  expect([head.status, head.body, etagOf(head)]).toEqual([200, null, etagOf(await list())]);
});

test('without a token nothing is listed', async () => {
  expectProblem(await request('GET', '/calendars?limit=0'), 401, 'unauthorized', '/calendars');
});
