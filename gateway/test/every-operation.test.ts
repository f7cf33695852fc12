// Every operation of the OpenAPI document with a token that may not: none, somebody else's, a deleted user's; at the gateway and past it.
import { api, newUser, type Reply } from '@calendar/shared/testing/client';
import { until } from '@calendar/shared/testing/until';
import { newOwner, openRows, request } from './support/belongings.ts';
import { baseOf, bodyOf, doors, type Operation, operations, pathOf } from './support/operations.ts';

type Owner = Awaited<ReturnType<typeof newOwner>>;

const rows = openRows();
afterAll(() => rows[Symbol.asyncDispose]());
let owner: Owner;
let stranger: Owner;
let gone: Owner;
beforeAll(async () => {
  [owner, stranger, gone] = await Promise.all([newOwner(), newOwner(), newOwner()]);
  expect((await request('DELETE', '/auth/me', { token: gone.token })).status).toBe(204);
  // What the deletion still does in the background is no write of a request.
  await until(async () => /"purged_at":\d/.test(JSON.stringify(await rows.of(gone.id))));
});

const cases = doors.flatMap((door) => operations.map((operation) => ({ door, ...operation })));
const closed = cases.filter(({ open }) => !open);
type Case = (typeof cases)[number];

/** Asks as somebody with `token` for what `of` has, with a body that is good. */
const ask = (to: Case, of: Owner, token?: string, method = to.method) => {
  const body = bodyOf(to, of);
  return api(baseOf(to.door, to))(method, pathOf(to, of), {
    ...(token !== undefined && { token }),
    ...(body && { body }),
  });
};

function expectRefused({ status, headers, body }: Reply, expected: number[], to: Operation) {
  expect(expected).toContain(status);
  const type = status === 401 ? 'unauthorized' : 'not-found';
  expect(body).toMatchObject({ type: `/problems/${type}`, status });
  if (status === 401) expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="calendar"/);
  expect(to.open).toBe(false);
}

/** Nothing that somebody wrote or is known by; the path of the request is the asker's own. */
function expectNothingOf({ secret, id, email, calendarId, entryId }: Owner, { body }: Reply) {
  const text = JSON.stringify({ ...body, instance: '' });
  for (const theirs of [secret, id, email, calendarId, entryId]) expect(text).not.toContain(theirs);
}

test('the document has both kinds, and the ones without a token are these', () => {
  expect(operations.filter(({ open }) => open).map(({ id }) => id)).toEqual([
    'register',
    'logIn',
    'refreshSession',
    'logOut',
    'readKeys',
    'readOpenApi',
    'readDocs',
    'readDocsFile',
    'readProblemType',
  ]);
  expect(operations.length).toBeGreaterThan(20);
});

test.each(closed)('$id without a token at the $door: 401', async (to) => {
  const before = await rows.of(owner.id);
  const reply = await ask(to, owner);
  expectRefused(reply, [401], to);
  expectNothingOf(owner, reply);
  if (to.method === 'GET') expect((await ask(to, owner, undefined, 'HEAD')).status).toBe(401);
  expect(await rows.of(owner.id)).toEqual(before);
});

test.each(closed)("$id with somebody else's token at the $door: 404 or their own", async (to) => {
  const before = await rows.of(owner.id);
  const other = to.id === 'deleteMe' ? await newOwner() : stranger;
  const reply = await ask(to, owner, other.token);
  expectNothingOf(owner, reply);
  if (to.path.includes('{')) {
    expectRefused(reply, [404], to);
    if (to.method === 'GET') expect((await ask(to, owner, other.token, 'HEAD')).status).toBe(404);
  } else {
    expect([200, 201, 204]).toContain(reply.status);
    const theirs = { readMe: other.id, changeMe: other.id, listCalendars: other.calendarId };
    expect(JSON.stringify(reply.body)).toContain(theirs[to.id as keyof typeof theirs] ?? '');
  }
  expect(await rows.of(owner.id)).toEqual(before);
});

test.each(closed)(
  "$id with a deleted user's token at the $door: 401, a read may be 404",
  async (to) => {
    const before = await rows.of(gone.id);
    const reads = to.method === 'GET' || to.id === 'checkEntry';
    for (const whose of [gone, owner]) {
      const reply = await ask(to, whose, gone.token);
      expectRefused(reply, reads ? [401, 404] : [401], to);
      expectNothingOf(owner, reply);
      expectNothingOf(gone, reply);
    }
    expect(await rows.of(gone.id)).toEqual(before);
  },
);

test.each(cases)('OPTIONS for $id at the $door needs no token: 204 with Allow', async (to) => {
  for (const token of [undefined, 'rubbish', gone.token]) {
    const reply = await api(baseOf(to.door, to))('OPTIONS', pathOf(to, owner), {
      ...(token !== undefined && { token }),
    });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('allow')?.split(', ')).toContain(to.method);
    expectNothingOf(owner, reply);
  }
});

test.each(cases.filter(({ open }) => open))(
  '$id at the $door takes no notice of a token',
  async (to) => {
    for (const token of [undefined, 'rubbish', gone.token]) {
      const { refreshToken } = to.id === 'refreshSession' ? await newUser(request) : owner;
      const reply = await ask(to, { ...owner, refreshToken }, token);
      expect([200, 201, 204]).toContain(reply.status);
    }
  },
);
