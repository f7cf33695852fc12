// GET /calendars/:calendarId/entries
import { api, type Reply } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { type CalendarAtHand, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
const unknown = '/calendars/01920000-0000-7000-8000-000000000000/entries';
type Items = Reply['body'][];
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const window = (start: string, end: string) =>
  `?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;
const march = window('2027-03-01T00:00:00Z', '2027-04-01T00:00:00Z');
const titles = ({ body }: Reply) => body.items.map(({ title }: { title: string }) => title);
const inOrder = (items: Items) =>
  items.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start) || (a.id < b.id ? -1 : 1));

async function pages(calendar: CalendarAtHand, query: string, between: () => Promise<void>) {
  const found: Items[] = [];
  let cursor = '';
  do {
    const { status, body } = await calendar.ask('GET', query + cursor);
    expect(status).toBe(200);
    found.push(body.items);
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
    await between();
  } while (cursor);
  return found;
}

test('in order of start, then id, as occurrences or as the entries themselves', async () => {
  const { ask, add } = await newCalendar(me);
  const made = [
    await add({ start: '2027-03-02T09:00:00', title: 'c' }),
    await add({ start: '2027-03-02T09:00:00', title: 'd' }),
    await add({ start: '2027-03-02T09:30:00+09:00', title: 'b', timeZone: 'Asia/Tokyo' }),
    await add({ start: '2027-03-01T09:00:00', title: 'a', freeBusy: 'free', duration: 'P2D' }),
  ];
  const items = inOrder(made);
  const listed = await ask('GET', march);
  expect([listed.status, listed.body]).toEqual([
    200,
    {
      items: items.map((entry) => ({ ...entry, occurrence: null, overridden: false })),
      nextCursor: null,
    },
  ]);
  expect((await ask('GET', `${march}&expand=true`)).body).toEqual(listed.body);
  expect((await ask('GET', `${march}&expand=false`)).body).toEqual({ items, nextCursor: null });
});

test.each([
  ['2027-03-01T09:00:00+01:00', '2027-03-01T10:00:00+01:00', true],
  ['2027-03-01T09:30:00+01:00', '2027-03-01T09:30:00.001+01:00', true],
  ['2027-03-01T09:59:59.999+01:00', '2027-03-02T00:00:00Z', true],
  ['2027-02-01T00:00:00Z', '2027-03-01T08:00:00.001Z', true],
  ['2027-03-01T03:00:00-05:00', '2027-03-01T03:00:01-05:00', true],
  ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', true],
  ['2027-03-01T09:00:00.000Z', '2027-04-01T00:00:00Z', false],
  ['2027-02-01T00:00:00Z', '2027-03-01T08:00:00Z', false],
  ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', false],
])('from %s to %s holds a meeting from 9 to 10: %s', async (start, end, held) => {
  const { ask, add } = await newCalendar(me);
  await add();
  expect(titles(await ask('GET', window(start, end)))).toEqual(held ? ['Meeting'] : []);
});

test('what began long before reaches in, whatever its length', async () => {
  const { ask, add } = await newCalendar(me, 'UTC');
  const lengths = ['P366D', 'P60D', 'P31D', 'P2D', 'P1D', 'PT3H', 'PT2H', 'PT1M'];
  const starts = ['2026-03-02', '2027-01-01', '2027-01-30', '2027-02-28', '2027-03-01'];
  for (const [i, duration] of lengths.entries()) {
    const day = starts[i] ?? '2027-03-01';
    const hour = { PT3H: '21:00:01', PT2H: '22:00:01', PT1M: '23:59:01' }[duration] ?? '00:00:01';
    await add({ start: `${day}T${hour}`, duration, title: duration });
  }
  const shown = await ask('GET', window('2027-03-02T00:00:00Z', '2027-03-02T00:00:00.001Z'));
  expect(titles(shown).sort()).toEqual(lengths.toSorted());
  const later = await ask('GET', window('2027-03-03T00:00:01Z', '2027-03-03T00:00:02Z'));
  expect(titles(later)).toEqual([]);
});

test('pages show what stays exactly once while others write', async () => {
  const calendar = await newCalendar(me);
  const days = [1, 1, 1, 2, 2, 3, 4, 5, 6];
  const made: Items = [];
  for (const day of days) made.push(await calendar.add({ start: `2027-03-0${day}T09:00:00` }));
  const doomed = inOrder(made)[5];
  let step = 0;
  const found = await pages(calendar, `${march}&limit=2`, async () => {
    step += 1;
    await calendar.add({ start: `2027-03-0${step}T08:00:00`, title: 'new' });
    if (step === 1) await calendar.ask('DELETE', `/${doomed.id}`);
  });
  expect(found.slice(0, -1).every((items) => items.length === 2)).toBe(true);
  const ids = found.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const staying = inOrder(made).filter(({ id }) => id !== doomed.id);
  const old = found.flat().filter(({ title }) => title === 'Meeting');
  expect(old.map(({ id }) => id)).toEqual(staying.map(({ id }) => id));
});

test('pages of whole entries too, and only limit may change with a cursor', async () => {
  const calendar = await newCalendar(me);
  for (let day = 1; day <= 5; day += 1) await calendar.add({ start: `2027-03-0${day}T09:00:00` });
  const whole = await pages(calendar, `${march}&limit=2&expand=false`, async () => {});
  expect(whole.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect((await calendar.ask('GET', `${march}&limit=5`)).body.nextCursor).toBe(null);
  const { items, nextCursor } = (await calendar.ask('GET', `${march}&limit=1`)).body;
  const rest = await calendar.ask('GET', `${march}&cursor=${nextCursor}&limit=1000`);
  expect([...items, ...rest.body.items].map(({ id }) => id)).toEqual(
    whole.flat().map(({ id }) => id),
  );
});

test('a cursor of another window, view, calendar, user or list is refused', async () => {
  const calendar = await newCalendar(me);
  await calendar.add();
  await calendar.add({ start: '2027-03-02T09:00:00' });
  const { nextCursor } = (await calendar.ask('GET', `${march}&limit=1`)).body;
  expect(nextCursor).toEqual(expect.any(String));
  const other = await somebody(request);
  const replies = [
    await calendar.ask('GET', `${march}&expand=false&cursor=${nextCursor}`),
    await calendar.ask('GET', `${march.replace('04-01', '04-02')}&cursor=${nextCursor}`),
    await calendar.ask('GET', `${march.replace('03-01', '03-02')}&cursor=${nextCursor}`),
    await (await newCalendar(me)).ask('GET', `${march}&cursor=${nextCursor}`),
    await (await newCalendar(other)).ask('GET', `${march}&cursor=${nextCursor}`),
    await me.ask('GET', `/calendars?cursor=${nextCursor}`),
    await calendar.ask('GET', `${march}&cursor=${nextCursor.slice(1)}`),
    await calendar.ask('GET', `${march}&cursor=`),
    await calendar.ask('GET', `${march}&cursor=x`),
  ];
  for (const reply of replies) expect(faultsOf(reply)).toEqual(['cursor']);
  const odd = await calendar.ask('GET', `${march}&limit=0&cursor=x&foo=1`);
  expect(faultsOf(odd)).toEqual(['cursor', 'foo', 'limit']);
});

test.each([
  ['', ['end', 'start']],
  ['?start=2027-03-01T00:00:00Z', ['end']],
  ['?end=2027-03-01T00:00:00Z', ['start']],
  [window('2027-03-01T00:00:00Z', '2027-03-01T00:00:00Z'), ['start']],
  [window('2027-03-02T00:00:00Z', '2027-03-01T00:00:00Z'), ['start']],
  [window('2027-03-01T00:00:00', '2027-04-01'), ['end', 'start']],
  [window('', 'x'), ['end', 'start']],
  [window('2027-03-01T00:00:00.0001Z', '2027-02-30T00:00:00Z'), ['end', 'start']],
  [window('2027-03-01T23:59:60Z', '2027-04-01T24:00:00Z'), ['end', 'start']],
  [`${march}&limit=0&expand=yes&a=1`, ['a', 'expand', 'limit']],
  [`${march}&limit=1001`, ['limit']],
  [`${march}&start=2027-03-01T00:00:00Z`, ['start']],
  [`${march}&scope=all&occurrence=2027-03-01T00:00:00Z`, ['occurrence', 'scope']],
])('%j is refused', async (query, names) => {
  const { ask } = await newCalendar(me);
  expect(faultsOf(await ask('GET', query))).toEqual(names);
  expect(faultsOf(await me.ask('GET', unknown + query))).toEqual(names);
});

test('a bare + in a query is explained', async () => {
  const { ask } = await newCalendar(me);
  const query = '?start=2027-03-01T00:00:00+01:00&end=2027-04-01T00:00:00+01:00';
  const reply = await ask('GET', query);
  expect(faultsOf(reply)).toEqual(['end', 'start']);
  for (const { detail } of reply.body.errors) expect(detail).toMatch('%2B');
});

test('the list has an entity tag, which moves with what it shows', async () => {
  const { ask, add, all } = await newCalendar(me);
  const entry = await add();
  const tags = [etagOf(await all())];
  const step = async () => {
    tags.push(etagOf(await all()));
    expect(new Set(tags).size).toBe(tags.length);
  };
  expect(etagOf(await all())).toBe(tags[0]);
  for (const header of [tags[0], `W/${tags[0]}`, `"a", ${tags[0]}`, '*']) {
    const same = await all('', { 'if-none-match': String(header) });
    expect([same.status, same.body, etagOf(same)]).toEqual([304, null, tags[0]]);
  }
  await ask('PATCH', `/${entry.id}`, { title: 'changed' });
  await step();
  await add({ start: '2027-03-02T09:00:00' });
  await step();
  await ask('DELETE', `/${entry.id}`);
  await step();
  expect((await all('', { 'if-none-match': tags.slice(0, 3).join() })).status).toBe(200);
  const views = [march, `${march}&limit=1`, `${march}&expand=false`];
  for (const view of views) tags.push(etagOf(await ask('GET', view)));
  expect(new Set(tags).size).toBe(tags.length);
});

test('HEAD has the headers alone', async () => {
  const { ask } = await newCalendar(me);
  const head = await ask('HEAD', march);
  expect([head.status, head.body]).toEqual([200, null]);
  expect(etagOf(head)).toBe(etagOf(await ask('GET', march)));
});

test("somebody else's calendar is not found, and a token is needed first", async () => {
  const { path, add } = await newCalendar(me);
  await add();
  const other = await somebody(request);
  expectProblem(await other.ask('GET', path + march), 404, 'not-found', path);
  expectProblem(await me.ask('GET', unknown + march), 404, 'not-found', unknown);
  expectProblem(
    await me.ask('GET', `/calendars/1/entries${march}`),
    404,
    'not-found',
    '/calendars/1/entries',
  );
  expectProblem(await request('GET', `${path}?limit=0`), 401, 'unauthorized', path);
});
