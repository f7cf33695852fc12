// PUT and PATCH /calendars/:calendarId
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);
const unknown = '01920000-0000-7000-8000-000000000000';
const fields = { name: 'Work', description: 'd', timeZone: 'Europe/Berlin' };
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

type Headers = Record<string, string>;

async function stored() {
  const reply = await me.ask('POST', '/calendars', fields);
  const path = reply.headers.get('location') ?? '';
  return {
    path,
    body: reply.body,
    etag: etagOf(reply),
    read: () => me.ask('GET', path),
    put: (body: unknown, headers?: Headers) => me.ask('PUT', path, body, headers),
    patch: (body: unknown, headers?: Headers) => me.ask('PATCH', path, body, headers),
  };
}

test('PUT replaces: what is left out goes back to its default', async () => {
  const { put, read, body, etag } = await stored();
  const reply = await put({ name: 'Home' });
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      ...body,
      name: 'Home',
      description: null,
      timeZone: 'UTC',
      updatedAt: expect.stringMatching(/Z$/),
    },
  ]);
  expect(Date.parse(reply.body.updatedAt)).toBeGreaterThan(Date.parse(body.updatedAt));
  expect(etagOf(reply)).not.toBe(etag);
  const shown = await read();
  expect([shown.body, etagOf(shown)]).toEqual([reply.body, etagOf(reply)]);
});

test('PATCH leaves what it does not name, and null puts back to the default', async () => {
  const { patch, body } = await stored();
  const updatedAt = expect.any(String);
  const steps: [object, object][] = [
    [{ name: 'Home' }, { ...body, name: 'Home', updatedAt }],
    [{ description: 'e' }, { ...body, name: 'Home', description: 'e', updatedAt }],
    [{ description: null }, { ...body, name: 'Home', description: null, updatedAt }],
    [
      { timeZone: 'asia/tokyo' },
      { ...body, name: 'Home', description: null, timeZone: 'Asia/Tokyo', updatedAt },
    ],
    [{ timeZone: null }, { ...body, name: 'Home', description: null, timeZone: 'UTC', updatedAt }],
    [{ ...fields }, { ...body, updatedAt }],
  ];
  for (const [change, expected] of steps) {
    const reply = await patch(change);
    expect([reply.status, reply.body]).toEqual([200, expected]);
  }
});

test('a merge patch may say so; a PUT is no merge patch', async () => {
  const { patch, put, path } = await stored();
  const type = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
  expect((await patch({ name: 'Home' }, type)).body.name).toBe('Home');
  expectProblem(await put(fields, type), 415, 'unsupported-media-type', path);
});

test('what a GET or a list shows can be sent back and changes nothing', async () => {
  const { read, put, patch, etag, body } = await stored();
  const { items } = (await me.ask('GET', '/calendars')).body;
  for (const shown of [(await read()).body, items[0]]) {
    for (const send of [put, patch]) {
      const reply = await send(shown);
      expect([reply.status, reply.body, etagOf(reply)]).toEqual([200, body, etag]);
    }
  }
  const untouched = await patch({});
  expect([untouched.status, etagOf(untouched)]).toEqual([200, etag]);
});

test('createdAt and updatedAt are accepted and not applied', async () => {
  const { put, patch, body } = await stored();
  const readOnly = { createdAt: '1999-01-01T00:00:00Z', updatedAt: null };
  expect((await put({ ...fields, ...readOnly })).body).toEqual(body);
  expect((await patch(readOnly)).body).toEqual(body);
});

test('another id is refused', async () => {
  const { put, patch, read, body } = await stored();
  expect(faultsOf(await put({ ...fields, name: 'x', id: unknown }))).toEqual(['/id']);
  expect(faultsOf(await patch({ name: 'x', id: unknown }))).toEqual(['/id']);
  expect(faultsOf(await patch({ name: 'x', id: null }))).toEqual(['/id']);
  expect((await read()).body).toEqual(body);
});

test('If-Match names the version that is changed', async () => {
  const { put, patch, read, path, etag, body } = await stored();
  for (const tags of ['"1-AAAAAAAA"', `W/${etag}`, etag.slice(1, -1), '"a", "b"']) {
    for (const send of [put, patch]) {
      const reply = await send({ ...fields, name: 'x' }, { 'if-match': tags });
      expectProblem(reply, 412, 'precondition-failed', path);
    }
  }
  expect((await read()).body).toEqual(body);
  const next = await put({ ...fields, name: 'y' }, { 'if-match': `"a" , ${etag}` });
  expect([next.status, next.body.name]).toEqual([200, 'y']);
  expect((await patch({ name: 'z' }, { 'if-match': etag })).status).toBe(412);
  expect((await patch({ name: 'z' }, { 'if-match': etagOf(next) })).status).toBe(200);
  expect((await put(fields, { 'if-match': '*' })).status).toBe(200);
});

test('of changes to one version at once one is made', async () => {
  const { patch, read, etag } = await stored();
  const names = Array.from({ length: 8 }, (_, i) => `${i}`);
  const replies = await Promise.all(names.map((name) => patch({ name }, { 'if-match': etag })));
  const won = replies.filter(({ status }) => status === 200);
  expect(replies.filter(({ status }) => status === 412)).toHaveLength(7);
  expect((await read()).body).toEqual(won[0]?.body);
});

test.each([
  ['PUT', '/name', { name: undefined }],
  ['PUT', '/description', { description: 7 }],
  ['PUT', '/timeZone', { timeZone: null }],
  ['PATCH', '/name', { name: null }],
  ...['PUT', 'PATCH'].flatMap(
    (method) =>
      [
        [method, '/name', { name: '' }],
        [method, '/name', { name: '😀'.repeat(256) }],
        [method, '/name', { name: '\ud800' }],
        [method, '/description', { description: 'a'.repeat(8193) }],
        [method, '/timeZone', { timeZone: '-05:00' }],
        [method, '/ownerId', { ownerId: unknown }],
      ] as const,
  ),
] as const)('%s refuses %s in %j, and changes nothing', async (method, pointer, fault) => {
  const { path, read, etag } = await stored();
  const reply = await me.ask(method, path, { ...fields, name: 'x', ...fault });
  expect([faultsOf(reply), etagOf(await read())]).toEqual([[pointer], etag]);
});

test("somebody else's is not found, and stays as it is", async () => {
  const { path, read, etag } = await stored();
  const other = await somebody(request);
  for (const method of ['PUT', 'PATCH']) {
    expectProblem(await other.ask(method, path, { ...fields, name: 'x' }), 404, 'not-found', path);
  }
  expect(etagOf(await read())).toBe(etag);
});

test('the first refusal that applies is the answer', async () => {
  const { path, put } = await stored();
  const lost = `/calendars/${unknown}`;
  const stale = { 'if-match': '"1-AAAAAAAA"' };
  expectProblem(await request('PUT', path, { body: '{' }), 401, 'unauthorized', path);
  expect(faultsOf(await me.ask('PUT', lost, { x: 1 }, stale))).toEqual(['/name', '/x']);
  expectProblem(await me.ask('PUT', lost, { ...fields, id: 'x' }, stale), 404, 'not-found', lost);
  expectProblem(await put({ ...fields, id: 'x' }, stale), 412, 'precondition-failed', path);
});

test('an Idempotency-Key is not looked at, nor is a query let through', async () => {
  const { put, patch, path } = await stored();
  for (const send of [put, patch]) {
    expect((await send(fields, { 'idempotency-key': 'a' })).status).toBe(200);
  }
  expect(faultsOf(await me.ask('PATCH', `${path}?force=true`, {}))).toEqual(['force']);
});

test('a new time zone holds for the very next entry and leaves the others', async () => {
  const { path, patch, put } = await stored();
  const entry = { title: 'a', start: '2027-07-01T09:00:00', duration: 'PT1H', freeBusy: 'free' };
  const create = async () => (await me.ask('POST', `${path}/entries`, entry)).body;
  const first = await create();
  expect(first).toMatchObject({ start: '2027-07-01T09:00:00+02:00', timeZone: 'Europe/Berlin' });
  for (const [timeZone, start] of [
    ['America/New_York', '2027-07-01T09:00:00-04:00'],
    ['Asia/Tokyo', '2027-07-01T09:00:00+09:00'],
  ]) {
    expect((await patch({ timeZone })).status).toBe(200);
    expect(await create()).toMatchObject({ start, timeZone });
  }
  await put({ name: 'a' });
  expect(await create()).toMatchObject({ start: '2027-07-01T09:00:00Z', timeZone: 'UTC' });
  expect((await me.ask('GET', `${path}/entries/${first.id}`)).body).toEqual(first);
});
