// Versions and repeated requests of series: entity tags, If-Match, and splits that are sent twice.
import { api } from '@calendar/shared/testing/client';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { newCalendar } from './calendar-at-hand.ts';
import { at, letIn, seriesIn } from './series-at-hand.ts';

const request = api(mainSystem().baseUrl);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const second = at('2027-03-08T09:00:00Z');
const third = at('2027-03-15T09:00:00Z');

async function mondays() {
  const calendar = await newCalendar(me, 'UTC');
  const recurrence = { frequency: 'weekly', count: 5 };
  const made = await seriesIn(calendar, { start: '2027-03-01T09:00:00', recurrence });
  return { calendar, ...made, tag: async () => etagOf(await made.read()) };
}

test("an occurrence carries its entry's tag, which moves with its overrides and links", async () => {
  const { calendar, read, patch, remove, tag } = await mondays();
  const tags = [await tag()];
  const step = async () => {
    tags.push(await tag());
    expect(new Set(tags).size).toBe(tags.length);
    expect(etagOf(await read(`?${second}`))).toBe(tags.at(-1));
  };
  const own = await patch(second, { title: 'Own' });
  await step();
  expect(etagOf(own)).toBe(tags.at(-1));
  await letIn(remove(at('2027-03-22T09:00:00Z')));
  await step();
  const part = await patch(`scope=thisAndFuture&${third}`, { title: 'Part' });
  await step();
  expect(etagOf(await calendar.ask('GET', `/${part.body.id}`))).toBe(etagOf(part));
  await letIn(calendar.ask('PATCH', `/${part.body.id}`, { title: 'New' }));
  expect(await tag()).toBe(tags.at(-1));
  await letIn(calendar.ask('DELETE', `/${part.body.id}`));
  await step();
});

test('a part that does not recur is gone from what is shown of the other', async () => {
  const { calendar, patch } = await mondays();
  const part = await letIn(patch(`scope=thisAndFuture&${third}`, { recurrence: null }));
  // Of another length each time, so that every instance has the series at hand.
  const next = async (limits: number[]) => {
    const pages = await Promise.all(limits.map((limit) => calendar.all(`&limit=${limit}`)));
    const items = pages.flatMap(({ body }) => body.items);
    const before = items.filter(({ id }) => id !== part.id);
    return [...new Set(before.map(({ nextEntryId }) => nextEntryId))];
  };
  expect(await next([5, 6, 7, 8, 9, 10])).toEqual([part.id]);
  await letIn(calendar.ask('DELETE', `/${part.id}`));
  expect(await next([5, 6, 7, 8, 9, 10])).toEqual([null]);
});

test('If-Match holds in every scope, and what it refuses changes nothing', async () => {
  const { calendar, path, tag } = await mondays();
  const before = await tag();
  const body = { title: 'x', start: '2027-03-08T10:00:00Z', duration: 'PT1H' };
  for (const query of [second, `scope=thisAndFuture&${second}`, 'scope=all']) {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const sent = method === 'DELETE' ? undefined : body;
      const stale = { 'if-match': '"1-AAAAAAAA"' };
      const reply = await calendar.ask(method, `${path}?${query}`, sent, stale);
      expect([query, method, reply.status, etagOf(reply)]).toEqual([query, method, 412, before]);
    }
  }
  const known = { 'if-match': before };
  expect((await calendar.ask('PATCH', `${path}?${second}`, body, known)).status).toBe(200);
  const part = await calendar.ask('PATCH', `${path}?scope=thisAndFuture&${third}`, body, known);
  expect(part.status).toBe(412);
});

test('a split that is sent twice with one key is made once', async () => {
  const { calendar, path, series } = await mondays();
  const split = (key: string, body: object = { title: 'Part' }) =>
    calendar.ask('PATCH', `${path}?scope=thisAndFuture&${third}`, body, {
      'idempotency-key': key,
    });
  const first = await split('one');
  const again = await split('one');
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null]);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(again.body).toEqual(first.body);
  for (const name of ['location', 'etag']) {
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  }
  expect((await split('one', { title: 'Other' })).status).toBe(422);
  expect((await split('two')).status).toBe(404);
  const { items } = (await calendar.all('&expand=false')).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([series.id, first.body.id]);
});

test('of splits of one occurrence at once one is made', async () => {
  const { calendar, patch } = await mondays();
  const titles = Array.from({ length: 8 }, (_, i) => `${i}`);
  const replies = await Promise.all(
    titles.map((title) => patch(`scope=thisAndFuture&${third}`, { title })),
  );
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(7).fill(404)]);
  expect((await calendar.all('&expand=false')).body.items).toHaveLength(2);
  expect((await calendar.all()).body.items).toHaveLength(5);
});
