// PUT and PATCH /calendars/:calendarId/entries/:entryId: fields, versions and refusals. Overlap has a file of its own.
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';
import { meeting, newCalendar } from './calendar-at-hand.ts';

const request = api(mainSystem().baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
const updatedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const full = { description: 'd', location: 'l', freeBusy: 'free' };
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

type Headers = Record<string, string>;

async function stored(fields: object = full) {
  const calendar = await newCalendar(me);
  const entry = await calendar.add(fields);
  const path = `${calendar.path}/${entry.id}`;
  const read = () => me.ask('GET', path);
  const etag = etagOf(await read());
  const put = (body: unknown, headers?: Headers) => me.ask('PUT', path, body, headers);
  const patch = (body: unknown, headers?: Headers) => me.ask('PATCH', path, body, headers);
  return { calendar, entry, path, etag, read, put, patch };
}

test('PUT replaces: what is left out goes back to its default', async () => {
  const { put, read, entry, etag } = await stored({ ...full, timeZone: 'Asia/Tokyo' });
  expect(entry.start).toBe('2027-03-01T17:00:00+09:00');
  const reply = await put({ title: 'New', start: '2027-05-01T09:00:00', duration: 'P1D' });
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      ...entry,
      title: 'New',
      description: null,
      location: null,
      start: '2027-05-01T09:00:00+02:00',
      end: '2027-05-02T09:00:00+02:00',
      duration: 'P1D',
      timeZone: 'Europe/Berlin',
      freeBusy: 'busy',
      updatedAt,
    },
  ]);
  expect(Date.parse(reply.body.updatedAt)).toBeGreaterThan(Date.parse(entry.updatedAt));
  expect(etagOf(reply)).not.toBe(etag);
  const shown = await read();
  expect([shown.body, etagOf(shown)]).toEqual([reply.body, etagOf(reply)]);
});

test('PATCH changes what it names and nothing else', async () => {
  const { patch, read, entry } = await stored();
  let expected = entry;
  const steps: [object, object?][] = [
    [{ title: 'New' }],
    [{ description: 'e' }],
    [{ location: '' }],
    [{ freeBusy: 'busy' }],
    [
      { start: '2027-05-01T09:00:00' },
      { start: '2027-05-01T09:00:00+02:00', end: '2027-05-01T10:00:00+02:00' },
    ],
    [{ duration: 'P1DT30M' }, { duration: 'P1DT30M', end: '2027-05-02T09:30:00+02:00' }],
    [
      { timeZone: 'america/new_york' },
      {
        timeZone: 'America/New_York',
        start: '2027-05-01T03:00:00-04:00',
        end: '2027-05-02T03:30:00-04:00',
      },
    ],
    [
      { start: '2027-05-01T10:00:00+02:00', timeZone: 'UTC' },
      { timeZone: 'UTC', start: '2027-05-01T08:00:00Z', end: '2027-05-02T08:30:00Z' },
    ],
  ];
  for (const [change, shown] of steps) {
    expected = { ...expected, ...(shown ?? change), updatedAt };
    const reply = await patch(change);
    expect([reply.status, reply.body]).toEqual([200, expected]);
  }
  expect((await read()).body).toEqual(expected);
});

test('in a PATCH null removes, or puts back to the default', async () => {
  const { patch, entry } = await stored({ ...full, timeZone: 'Asia/Tokyo' });
  let expected = { ...entry, updatedAt };
  const steps: [object, object?][] = [
    [{ description: null }],
    [{ location: null }],
    [{ recurrence: null }],
    [
      { timeZone: null },
      {
        timeZone: 'Europe/Berlin',
        start: '2027-03-01T09:00:00+01:00',
        end: '2027-03-01T10:00:00+01:00',
      },
    ],
    [{ freeBusy: null }, { freeBusy: 'busy' }],
  ];
  for (const [change, shown] of steps) {
    expected = { ...expected, ...(shown ?? change) };
    const reply = await patch(change);
    expect([reply.status, reply.body]).toEqual([200, expected]);
  }
});

test("a time zone that is left out or removed is the calendar's of now", async () => {
  const { put, patch, entry, calendar } = await stored();
  await me.ask('PATCH', `/calendars/${calendar.id}`, { timeZone: 'America/New_York' });
  expect((await patch({ title: 'a' })).body.timeZone).toBe('Europe/Berlin');
  const { timeZone: _, ...rest } = entry;
  const there = {
    timeZone: 'America/New_York',
    start: '2027-03-01T03:00:00-05:00',
    end: '2027-03-01T04:00:00-05:00',
  };
  expect((await put(rest)).body).toMatchObject(there);
  expect((await put(meeting({ start: '2027-03-01T09:00:00' }))).body.start).toBe(
    '2027-03-01T09:00:00-05:00',
  );
  await put(entry);
  expect((await patch({ timeZone: null })).body).toMatchObject(there);
});

test('what a GET or a list shows can be sent back and changes nothing', async () => {
  const { read, put, patch, etag, entry, calendar } = await stored();
  const [occurrence] = (await calendar.all()).body.items;
  const [whole] = (await calendar.all('&expand=false')).body.items;
  expect(occurrence).toMatchObject({ occurrence: null, overridden: false });
  for (const shown of [(await read()).body, whole, occurrence]) {
    for (const send of [put, patch]) {
      const reply = await send(shown);
      expect([reply.status, reply.body, etagOf(reply)]).toEqual([200, entry, etag]);
    }
  }
  const untouched = await patch({});
  expect([untouched.status, untouched.body, etagOf(untouched)]).toEqual([200, entry, etag]);
});

test('read-only fields are accepted and not applied', async () => {
  const { put, patch, entry } = await stored();
  const readOnly = {
    createdAt: '1999-01-01T00:00:00Z',
    updatedAt: 7,
    forced: true,
    previousEntryId: unknown,
    nextEntryId: unknown,
    overridden: true,
  };
  expect((await put({ ...entry, ...readOnly })).body).toEqual(entry);
  expect((await patch(readOnly)).body).toEqual(entry);
  const nulls = Object.fromEntries(Object.keys(readOnly).map((name) => [name, null]));
  expect((await patch(nulls)).body).toEqual(entry);
});

test('end may be the one that was, or the one that will be', async () => {
  const { put, patch, entry } = await stored();
  const { start, end } = entry;
  expect((await patch({ end: '2027-03-01T09:00:00.000Z' })).body).toEqual(entry);
  const moved = '2027-03-02T11:00:00+01:00';
  const after = '2027-03-02T12:00:00+01:00';
  expect((await patch({ start: moved, end })).body.end).toBe(after);
  expect((await patch({ start, end })).body.end).toBe(end);
  expect((await put({ ...entry, start: moved, end: after })).body.end).toBe(after);
  expect((await patch({ duration: 'P1D', end: '2027-03-03T11:00:00+01:00' })).status).toBe(200);
});

test.each(['2027-03-01T10:00:01+01:00', '2027-03-01T12:00:00Z', '2027-03-01T10:00:00', 'x', null])(
  'end is refused as %j, and nothing changes',
  async (end) => {
    const { put, patch, read, entry } = await stored();
    expect(faultsOf(await put({ ...entry, title: 'x', end }))).toEqual(['/end']);
    expect(faultsOf(await patch({ title: 'x', end }))).toEqual(['/end']);
    expect(faultsOf(await patch({ duration: 'PT2H', end }))).toEqual(['/end']);
    expect((await read()).body).toEqual(entry);
  },
);

test('other names are refused, all at once', async () => {
  const { put, patch, read, entry } = await stored();
  const names = { id: unknown, calendarId: unknown, occurrence: entry.start };
  const wrong = { ...names, end: '2027-03-01T10:00:01Z' };
  for (const reply of [await put({ ...entry, ...wrong }), await patch({ title: 'x', ...wrong })]) {
    expect(faultsOf(reply)).toEqual(['/calendarId', '/end', '/id', '/occurrence']);
  }
  expect((await read()).body).toEqual(entry);
});

type Refused = [method: string, name: string, value: unknown];
const inBoth: [name: string, value: unknown][] = [
  ...[null, '', 7, 'a'.repeat(256), '😀'.repeat(256), '\u0000', '\ud83d'].map(
    (value): [string, unknown] => ['title', value],
  ),
  ...[null, '', 'x', '2027-02-29T09:00:00', '2027-03-01T09:00:60Z', 7].map(
    (value): [string, unknown] => ['start', value],
  ),
  ...[null, '', 'P1M', 'PT0S', '-PT1H', 'P366DT1S', 60].map((value): [string, unknown] => [
    'duration',
    value,
  ]),
  ...['', '+01:00', 'Mars', 7].map((value): [string, unknown] => ['timeZone', value]),
  ['description', 'a'.repeat(8193)],
  ['location', 'a'.repeat(256)],
  ['freeBusy', 'tentative'],
  ['recurrence', 'daily'],
  ['excluded', false],
  ['excluded', true],
  ['conflicts', []],
  ['version', 1],
];
const refused: Refused[] = [
  ...['title', 'start', 'duration'].map((name): Refused => ['PUT', name, undefined]),
  ...['timeZone', 'freeBusy'].map((name): Refused => ['PUT', name, null]),
  ...inBoth.flatMap(([name, value]): Refused[] => [
    ['PUT', name, value],
    ['PATCH', name, value],
  ]),
];

test('what is no value of a field is refused, and nothing changes', async () => {
  const { path, read, entry, etag } = await stored();
  for (const [method, name, value] of refused) {
    const whole = method === 'PUT' ? entry : { description: 'x' };
    const reply = await me.ask(method, path, { ...whole, [name]: value });
    expect([method, value, ...faultsOf(reply)]).toEqual([method, value, `/${name}`]);
  }
  expect(etagOf(await read())).toBe(etag);
});

test('If-Match names the version that is changed', async () => {
  const { put, patch, read, path, etag, entry } = await stored();
  for (const tags of ['"1-AAAAAAAA"', `W/${etag}`, etag.slice(1, -1), '"a", "b"']) {
    for (const send of [put, patch]) {
      const reply = await send(meeting({ title: 'x' }), { 'if-match': tags });
      expectProblem(reply, 412, 'precondition-failed', path);
      expect(etagOf(reply)).toBe(etag);
    }
  }
  expect((await read()).body).toEqual(entry);
  const next = await put({ ...entry, title: 'y' }, { 'if-match': `"a" , ${etag}` });
  expect([next.status, next.body.title]).toEqual([200, 'y']);
  expect((await patch({ title: 'z' }, { 'if-match': etag })).status).toBe(412);
  expect((await patch({ title: 'z' }, { 'if-match': etagOf(next) })).status).toBe(200);
  expect((await put(entry, { 'if-match': '*' })).status).toBe(200);
});

test('of changes to one version at once one is made', async () => {
  const { patch, read, etag } = await stored();
  const titles = Array.from({ length: 8 }, (_, i) => `${i}`);
  const replies = await Promise.all(titles.map((title) => patch({ title }, { 'if-match': etag })));
  const won = replies.filter(({ status }) => status === 200);
  expect(replies.filter(({ status }) => status === 412)).toHaveLength(7);
  expect((await read()).body).toEqual(won[0]?.body);
});

const at = 'occurrence=2027-03-01T08:00:00Z';

test('an entry that does not recur has no occurrence to change, and one scope', async () => {
  const { path, read, etag } = await stored();
  for (const [method, body] of [
    ['PUT', meeting({ title: 'x' })],
    ['PATCH', { title: 'x' }],
  ] as const) {
    const ask = (query: string) => me.ask(method, `${path}?${query}`, body);
    for (const query of [at, `scope=this&${at}`, `scope=thisAndFuture&${at}`]) {
      expectProblem(await ask(query), 404, 'not-found', path);
    }
    expect(faultsOf(await ask(`scope=all&${at}`))).toEqual(['occurrence']);
    expect(faultsOf(await ask('scope=this'))).toEqual(['occurrence']);
    expect(faultsOf(await ask('scope=thisAndFuture'))).toEqual(['occurrence']);
    for (const query of ['scope=ALL', 'scope=', 'scope=none']) {
      expect(faultsOf(await ask(query))).toEqual(['scope']);
    }
    expect(faultsOf(await ask('occurrence=2027-03-01T09:00:00'))).toEqual(['occurrence']);
    expect(faultsOf(await ask('force=yes&expand=true'))).toEqual(['expand', 'force']);
  }
  expect(etagOf(await read())).toBe(etag);
  expect((await me.ask('PATCH', `${path}?scope=all`, { title: 'x' })).body.title).toBe('x');
});

test('the first refusal that applies is the answer', async () => {
  const { calendar, path, entry, patch } = await stored();
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  const wrong = { ...entry, id: unknown };
  const type = { 'content-type': 'application/merge-patch+json' };
  expectProblem(await request('PATCH', path, { body: '{' }), 401, 'unauthorized', path);
  const odd = await me.ask('PUT', `${path}?a=1`, '{', type);
  expectProblem(odd, 415, 'unsupported-media-type', path);
  for (const lost of [`/calendars/${unknown}/entries/${unknown}`, `${calendar.path}/${unknown}`]) {
    expect(faultsOf(await me.ask('PUT', `${lost}?a=1`, { x: 1 }, stale))).toHaveLength(5);
    expectProblem(await me.ask('PUT', lost, wrong, stale), 404, 'not-found', lost);
  }
  const named = await me.ask('PATCH', `${path}?${at}`, wrong, stale);
  expectProblem(named, 404, 'not-found', path);
  expectProblem(await patch(wrong, stale), 412, 'precondition-failed', path);
  expect((await patch({ title: 'merged' }, type)).body.title).toBe('merged');
});

test("somebody else's is not found, and stays as it is", async () => {
  const { calendar, path, read, etag, entry } = await stored();
  const tag = etagOf(await calendar.all());
  const other = await somebody(request);
  const elsewhere = [path, `${(await newCalendar(other)).path}/${entry.id}`];
  for (const lost of elsewhere) {
    expectProblem(await other.ask('PUT', lost, meeting()), 404, 'not-found', lost);
    expectProblem(await other.ask('PATCH', lost, { title: 'x' }), 404, 'not-found', lost);
  }
  const mine = `${(await newCalendar(me)).path}/${entry.id}`;
  expectProblem(await me.ask('PATCH', mine, { title: 'x' }), 404, 'not-found', mine);
  expect([etagOf(await read()), etagOf(await calendar.all())]).toEqual([etag, tag]);
});

test('an Idempotency-Key is not looked at', async () => {
  const { put, patch, entry } = await stored();
  for (const send of [put, patch]) {
    expect((await send(entry, { 'idempotency-key': 'a' })).status).toBe(200);
  }
});
