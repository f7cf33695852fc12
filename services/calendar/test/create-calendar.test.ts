// POST /calendars
import { api } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf } from '@calendar/shared/testing/faults';
import { allowOf, etagOf, type Somebody, somebody } from '@calendar/shared/testing/somebody';
import { mainSystem } from '../../../dev/testing.mjs';

const request = api(mainSystem().baseUrl);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
let me: Somebody;
beforeAll(async () => {
  me = await somebody(request);
});

const create = (body: unknown, headers?: Record<string, string>) =>
  me.ask('POST', '/calendars', body, headers);
const newest = async () => (await me.ask('GET', '/calendars?limit=1')).body.items[0]?.id;

test('identity, in any spelling, is no encoding of a body', async () => {
  for (const encoding of ['identity', 'Identity', 'IDENTITY'])
    expect((await create({ name: encoding }, { 'content-encoding': encoding })).status).toBe(201);
});

test('a name is enough; the rest has its default', async () => {
  const before = Date.now();
  const reply = await create({ name: 'Work' });
  expect([reply.status, reply.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      name: 'Work',
      description: null,
      timeZone: 'UTC',
      createdAt: time,
      updatedAt: reply.body.createdAt,
    },
  ]);
  const age = Date.parse(reply.body.createdAt) - before;
  expect(Math.abs(age)).toBeLessThan(60_000);
  expect(reply.headers.get('location')).toBe(`/calendars/${reply.body.id}`);
  const read = await me.ask('GET', reply.headers.get('location') ?? '');
  expect([read.status, read.body, etagOf(read)]).toEqual([200, reply.body, etagOf(reply)]);
});

test.each([
  ['europe/berlin', 'Europe/Berlin'],
  ['EUROPE/BERLIN', 'Europe/Berlin'],
  ['us/pacific', 'US/Pacific'],
  ['Asia/Calcutta', 'Asia/Calcutta'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['utc', 'UTC'],
  ['etc/gmt+5', 'Etc/GMT+5'],
  ['America/Argentina/ComodRivadavia', 'America/Argentina/ComodRivadavia'],
])('the zone %s is shown as %s', async (timeZone, shown) => {
  const reply = await create({ name: 'a', timeZone });
  expect([reply.status, reply.body.timeZone]).toEqual([201, shown]);
});

test.each([
  { name: '😀'.repeat(255), description: '😀'.repeat(8192) },
  { name: ' \t', description: '' },
  { name: 'é\u0301\u200d\ufeff"\\\n', description: null },
])('text is kept as sent', async (fields) => {
  const reply = await create(fields);
  expect([reply.status, reply.body]).toEqual([201, expect.objectContaining(fields)]);
  expect((await me.ask('GET', `/calendars/${reply.body.id}`)).body).toEqual(reply.body);
});

test.each([
  ['/name', { name: undefined }],
  ...[null, '', 7, ['a'], 'a'.repeat(256), '😀'.repeat(256), 'a\u0000', '\ud83d'].map(
    (name) => ['/name', { name }] as const,
  ),
  ...[7, {}, 'a'.repeat(8193), '\u0000', '\ude00'].map(
    (description) => ['/description', { description }] as const,
  ),
  ...[null, '', 7, '+01:00', 'Z', 'UTC+1', 'Mars/Olympus', 'Europe/Berlin[u-ca=iso8601]'].map(
    (timeZone) => ['/timeZone', { timeZone }] as const,
  ),
  ['/id', { id: '01920000-0000-7000-8000-000000000000' }],
  ['/createdAt', { createdAt: '2027-01-01T00:00:00.000Z' }],
  ['/updatedAt', { updatedAt: '2027-01-01T00:00:00.000Z' }],
  ['/color', { color: 'red' }],
] as const)('%s is refused in %j, and nothing is made', async (pointer, fault) => {
  const before = await newest();
  expect(faultsOf(await create({ name: 'a', ...fault }))).toEqual([pointer]);
  expect(await newest()).toBe(before);
});

test('every fault is named at once', async () => {
  const reply = await me.ask('POST', '/calendars?a=1&b=2&b=3', { timeZone: 'x', 'y/z': 1 });
  expect(faultsOf(reply)).toEqual(['/name', '/timeZone', '/y~1z', 'a', 'b', 'b']);
});

test('the first refusal that applies is the answer', async () => {
  const big = { name: 'a'.repeat(300_000) };
  const untold = await request('POST', '/calendars', { body: { name: 7 } });
  expectProblem(untold, 401, 'unauthorized', '/calendars');
  expect(untold.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expectProblem(await me.ask('PUT', '/calendars', big), 413, 'payload-too-large', '/calendars');
  const type = { 'content-type': 'text/plain' };
  expectProblem(
    await me.ask('PUT', '/calendars', '{', type),
    405,
    'method-not-allowed',
    '/calendars',
  );
  const odd = await me.ask('POST', '/calendars?x=1', '{', type);
  expectProblem(odd, 415, 'unsupported-media-type', '/calendars');
  expect(faultsOf(await create('{'))).toEqual(['']);
});

test('other methods are refused with Allow, and OPTIONS lists them without a token', async () => {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'POST'];
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const reply = await me.ask(method, '/calendars');
    expectProblem(reply, 405, 'method-not-allowed', '/calendars');
    expect(allowOf(reply)).toEqual(methods);
  }
  const options = await request('OPTIONS', '/calendars');
  expect([options.status, options.body, allowOf(options)]).toEqual([204, null, methods]);
});

test.each(['/calendars/', '/Calendars', '/calendar', '/v1/calendars'])(
  'no route has the path %s',
  async (path) => {
    for (const token of [undefined, me.token]) {
      const reply = await fetch(`${mainSystem().baseUrl}${path}`, {
        method: 'POST',
        body: '{"name":"a"}',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
        },
      });
      expect([reply.status, await reply.json()]).toEqual([
        404,
        expect.objectContaining({ type: '/problems/not-found', instance: path }),
      ]);
    }
  },
);

test('an answer carries the request id and the trace that were sent', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const sent = {
    'x-request-id': 'abc-_.:/+=1',
    traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
  };
  const refused = await create({}, sent);
  expect([refused.body.traceId, refused.headers.get('x-request-id')]).toEqual([
    traceId,
    'abc-_.:/+=1',
  ]);
  const made = await create({ name: 'a' }, { 'x-request-id': 'a b' });
  expect(made.headers.get('x-request-id')).toMatch(/^[\w.:/+=-]{1,128}$/);
});
