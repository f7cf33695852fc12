// One request that several rules refuse: the first of them in the contract's order answers. Every pair, at the gateway and past it.
import { api, newUser } from '@calendar/shared/testing/client';
import { type OwnSystem, startSystem } from '../../dev/testing.mjs';
import { newOwner, openRows, request } from './support/belongings.ts';
import { doors, system } from './support/operations.ts';

type Made = {
  method: string;
  path: string;
  query: string;
  token: string | undefined;
  headers: Record<string, string>;
  body: unknown;
};
type Spoil = (made: Made) => Partial<Made>;

const nowhere = '01920000-0000-7000-8000-000000000000';
const stale = { 'if-match': '"1-AAAAAAAA"' };
const used = { 'idempotency-key': 'used' };
const busy = { start: '2027-03-01T09:30:00Z', duration: 'PT1H', timeZone: 'UTC' };
const objectOf = (body: unknown) => (typeof body === 'object' ? body : {});

// In the order in which they answer; each spoils what the ones before have left.
const rules: { name: string; status: number; type: string; spoil: Spoil }[] = [
  {
    name: 'a path that no route has',
    status: 404,
    type: 'not-found',
    spoil: ({ path }) => ({ path: `${path}/x` }),
  },
  { name: 'no token', status: 401, type: 'unauthorized', spoil: () => ({ token: undefined }) },
  {
    name: 'too large',
    status: 413,
    type: 'payload-too-large',
    spoil: ({ body }) => ({ body: JSON.stringify(body).padEnd(300_000) }),
  },
  {
    name: 'another method',
    status: 405,
    type: 'method-not-allowed',
    spoil: () => ({ method: 'POST' }),
  },
  {
    name: 'another media type',
    status: 415,
    type: 'unsupported-media-type',
    spoil: ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/plain' } }),
  },
  {
    name: 'a parameter that is none',
    status: 400,
    type: 'validation',
    spoil: () => ({ query: '?nope=1' }),
  },
  {
    name: 'a calendar that is none',
    status: 404,
    type: 'not-found',
    spoil: ({ path }) => ({ path: path.replace(/calendars\/[^/]+/, `calendars/${nowhere}`) }),
  },
  {
    name: 'a key of another payload',
    status: 422,
    type: 'idempotency-key-reused',
    spoil: ({ headers }) => ({
      query: '?scope=thisAndFuture&occurrence=2027-04-01T09:00:00Z',
      headers: { ...headers, ...used },
    }),
  },
  {
    name: 'an entry that is none',
    status: 404,
    type: 'not-found',
    spoil: ({ path }) => ({ path: path.replace(/entries\/[^/]+/, `entries/${nowhere}`) }),
  },
  {
    name: 'another version',
    status: 412,
    type: 'precondition-failed',
    spoil: ({ headers }) => ({ headers: { ...headers, ...stale } }),
  },
  {
    name: 'not the stored id',
    status: 400,
    type: 'validation',
    spoil: ({ body }) => ({ body: { ...objectOf(body), id: nowhere } }),
  },
  {
    name: 'an overlap',
    status: 409,
    type: 'entry-overlap',
    spoil: ({ body }) => ({ body: { ...objectOf(body), ...busy } }),
  },
];
const pairs = rules.flatMap((first, index) =>
  rules.slice(index + 1).map((second) => ({ first, second })),
);

const rows = openRows();
afterAll(() => rows[Symbol.asyncDispose]());
let owner: Awaited<ReturnType<typeof newOwner>>;
let path: string;
let before: unknown[][];
beforeAll(async () => {
  owner = await newOwner();
  const entries = `/calendars/${owner.calendarId}/entries`;
  const body = { title: 'Moves', start: '2027-04-01T09:00:00Z', duration: 'PT1H' };
  const made = await request('POST', entries, { token: owner.token, body, headers: used });
  path = `${entries}/${made.body.id}`;
});
beforeEach(async () => {
  before = await rows.of(owner.id);
});
afterEach(async () => expect(await rows.of(owner.id)).toEqual(before));

const json = { 'content-type': 'application/json' };

/** The body is spoilt from the inside to the outside: what is too large or of another type was wrong before. */
function spoilt(...spoils: Spoil[]): Made {
  const good = {
    method: 'PATCH',
    path,
    query: '',
    token: owner.token,
    headers: json,
    body: { title: 'Moved' },
  };
  const made: Made = { ...good, body: { ...good.body } };
  for (const spoil of spoils.toReversed()) Object.assign(made, spoil(made));
  return made;
}

const send = (base: string, { method, path: to, query, token, headers, body }: Made) =>
  api(base)(method, to + query, { ...(token !== undefined && { token }), headers, body });

const bases = () => ({ gateway: system.baseUrl, service: system.services.entry[0] ?? '' });

test.each(rules)('$name alone: $status', async ({ status, type, spoil }) => {
  for (const door of doors) {
    const reply = await send(bases()[door], spoilt(spoil));
    expect({ door, status: reply.status, type: reply.body.type }).toEqual({
      door,
      status,
      type: `/problems/${type}`,
    });
  }
});

test.each(pairs)('$first.name before $second.name', async ({ first, second }) => {
  for (const door of doors) {
    const reply = await send(bases()[door], spoilt(first.spoil, second.spoil));
    const seen = { door, status: reply.status, type: reply.body.type };
    expect(seen).toEqual({ door, status: first.status, type: `/problems/${first.type}` });
  }
});

test('everything at once, and then one less each time', async () => {
  for (const [index, { status, type }] of rules.entries()) {
    const made = spoilt(...rules.slice(index).map(({ spoil }) => spoil));
    for (const door of doors) {
      const reply = await send(bases()[door], made);
      expect({ status: reply.status, type: reply.body.type }).toEqual({
        status,
        type: `/problems/${type}`,
      });
    }
  }
});

describe('where a calendar is full', () => {
  let full: OwnSystem;
  beforeAll(async () => {
    full = await startSystem({
      name: 'full',
      instances: { entry: 1 },
      settings: { entry: { MAX_ENTRIES_PER_CALENDAR: '1' } },
    });
  }, 60_000);
  afterAll(() => full?.stop());

  test('400 and 404 before 403, and 403 before 409', async () => {
    const ask = api(full.baseUrl);
    const { token } = await newUser(ask);
    const calendar = await ask('POST', '/calendars', { token, body: { name: 'Full' } });
    const entries = `/calendars/${calendar.body.id}/entries`;
    const post = async (to: string, body: object) => {
      const reply = await ask('POST', to, { token, body });
      return [reply.status, reply.body.type];
    };
    const entry = { title: 'One', ...busy };
    expect((await post(entries, entry))[0]).toBe(201);
    expect(await post(entries, entry)).toEqual([403, '/problems/limit-reached']);
    expect(await post(`${entries}?force=true`, entry)).toEqual([403, '/problems/limit-reached']);
    expect(await post(entries, { ...entry, id: nowhere })).toEqual([400, '/problems/validation']);
    expect(await post(`/calendars/${nowhere}/entries`, entry)).toEqual([
      404,
      '/problems/not-found',
    ]);
    const { items } = (
      await ask('GET', `${entries}?start=2027-01-01T00:00:00Z&end=2028-01-01T00:00:00Z`, { token })
    ).body;
    expect(items).toHaveLength(1);
  });
});
