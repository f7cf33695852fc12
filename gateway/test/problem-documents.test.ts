// Every error is a problem document with its trace and its request id, whoever answers it.
import { problemTexts } from '@calendar/shared/http/problem-texts';
import { api, type Reply } from '@calendar/shared/testing/client';
import { newOwner } from './support/belongings.ts';
import { system } from './support/operations.ts';

let owner: Awaited<ReturnType<typeof newOwner>>;
beforeAll(async () => {
  owner = await newOwner();
});

type Refused = {
  method: string;
  path: string;
  type: keyof typeof problemTexts;
  body?: unknown;
  headers?: Record<string, string>;
  anonymous?: true;
};

const good = { 'content-type': 'application/json' };
/** A request of each kind that each service, or the gateway for it, refuses. */
const refusals = (): Record<'auth' | 'calendar' | 'entry', Refused[]> => {
  const calendar = `/calendars/${owner.calendarId}`;
  const entry = `${calendar}/entries/${owner.entryId}`;
  const stale = { headers: { 'if-match': '"x"' } };
  const large = { body: ' '.repeat(300_000) };
  const of = (path: string): Refused[] => [
    { method: 'GET', path, type: 'unauthorized', anonymous: true },
    { method: 'GET', path: `${path}?nope=1`, type: 'validation' },
    { method: 'GET', path: `${path}/nowhere/at/all`, type: 'not-found' },
    { method: 'PATCH', path, type: 'payload-too-large', ...large },
    {
      method: 'PATCH',
      path,
      type: 'unsupported-media-type',
      body: '{}',
      headers: { 'content-type': 'text/plain' },
    },
    {
      method: 'PATCH',
      path,
      type: 'precondition-failed',
      body: {},
      headers: { ...good, ...stale.headers },
    },
    { method: 'DELETE', path, type: 'precondition-failed', ...stale },
  ];
  const overlap = { title: 'Overlap', start: '2027-03-01T09:30:00Z', duration: 'PT1H' };
  return {
    auth: [
      ...of('/auth/me'),
      { method: 'PUT', path: '/auth/me', type: 'method-not-allowed' },
      {
        method: 'POST',
        path: '/auth/register',
        type: 'email-taken',
        body: { email: owner.email, password: owner.password },
        anonymous: true,
      },
      {
        method: 'POST',
        path: '/auth/refresh',
        type: 'unauthorized',
        body: { refreshToken: 'x' },
        anonymous: true,
      },
    ],
    calendar: [
      ...of(calendar),
      { method: 'POST', path: calendar, type: 'method-not-allowed', body: {} },
      { method: 'GET', path: '/calendars/x', type: 'not-found' },
    ],
    entry: [
      ...of(entry),
      { method: 'POST', path: entry, type: 'method-not-allowed', body: {} },
      { method: 'GET', path: `${calendar}/entries/x`, type: 'not-found' },
      { method: 'POST', path: `${calendar}/entries`, type: 'entry-overlap', body: overlap },
    ],
  };
};

const own: Record<string, object> = {
  validation: { errors: expect.any(Array) },
  'entry-overlap': { forceable: true, conflicts: expect.any(Array), conflictsTruncated: false },
};
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${trace}-00f067aa0ba902b7-01`;

async function ask(
  base: string,
  { method, path, body, headers, anonymous }: Refused,
  more: Record<string, string>,
) {
  return api(base)(method, path, {
    ...(!anonymous && { token: owner.token }),
    ...(body !== undefined && { body }),
    headers: { ...headers, ...more },
  });
}

function expectWhole({ status, headers, body }: Reply, { type, path }: Refused) {
  const row = problemTexts[type];
  expect(body).toEqual({
    type: `/problems/${type}`,
    title: row.title,
    status: row.status,
    detail: expect.stringMatching(/\.$/),
    instance: path.split('?')[0],
    traceId: trace,
    ...own[type],
  });
  expect(status).toBe(row.status);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const [name, form] = told[status] ?? [];
  if (name) expect(headers.get(name)).toMatch(form ?? '');
}
const told: Record<number, [name: string, form: RegExp]> = {
  401: ['www-authenticate', /^Bearer realm/],
  405: ['allow', /\bOPTIONS$/],
  412: ['etag', /^"/],
};

const bases = (service: 'auth' | 'calendar' | 'entry') => [
  system.baseUrl,
  system.services[service][0] ?? '',
];

describe.each(['auth', 'calendar', 'entry'] as const)('%s', (service) => {
  test('all members, the type of the table, the path, and the trace that was sent', async () => {
    for (const refused of refusals()[service]) {
      for (const base of bases(service)) {
        expectWhole(await ask(base, refused, { traceparent }), refused);
      }
    }
  });

  test('a trace of its own where none, or none that is one, was sent', async () => {
    const broken = [
      '',
      'x',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `ff-${trace}-00f067aa0ba902b7-01`,
      `00-${trace}-01`,
    ];
    for (const refused of refusals()[service].slice(1, 3)) {
      for (const base of bases(service)) {
        for (const sent of broken) {
          const { body } = await ask(base, refused, { traceparent: sent });
          expect(body.traceId).toMatch(/^[\w-]{32,36}$/);
          if (refused.type === 'validation') expect(body.traceId).not.toBe(trace);
        }
      }
    }
  });

  test('the request id that was sent, or another in place of a bad one', async () => {
    const kept = ['x', 'a-b_c.d:e/f+g=', 'A'.repeat(128)];
    const replaced = ['', 'a b', 'a;b', 'ä', 'A'.repeat(129), '"x"', '<x>'];
    for (const refused of [
      ...refusals()[service],
      { method: 'OPTIONS', path: refusals()[service][0]?.path ?? '', type: 'internal' } as const,
    ]) {
      for (const base of bases(service)) {
        const answered = async (id: string) =>
          (await ask(base, refused, { 'x-request-id': id })).headers.get('x-request-id');
        for (const id of kept) expect(await answered(id)).toBe(id);
        for (const id of replaced) expect(await answered(id)).toMatch(/^[\w-]{16,64}$/);
      }
    }
  });
});
