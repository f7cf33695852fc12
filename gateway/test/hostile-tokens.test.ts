// Tokens that must not pass, and headers that claim to be somebody, against the running system: at the gateway and straight at each service.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { api, type Reply } from '@calendar/shared/testing/client';
import jsonwebtoken from 'jsonwebtoken';
import { signingKey } from '../../dev/testing.mjs';
import { newOwner, openRows, request } from './support/belongings.ts';
import { system } from './support/operations.ts';
import { sendRaw } from './support/raw-request.ts';
import { hostileAuthorizations, newKey } from './support/tokens.ts';

const { kid: signing, privateKey } = await signingKey(system);
const publicKey = createPublicKey(privateKey);
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
const other = newKey('x').privateKey;
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const rows = openRows();
afterAll(() => rows[Symbol.asyncDispose]());
let owner: Awaited<ReturnType<typeof newOwner>>;
let stranger: typeof owner;
let good: { iss: string; aud: string; sub: string; iat: number; exp: number; jti: string };
beforeAll(async () => {
  [owner, stranger] = await Promise.all([newOwner(), newOwner()]);
  good = jsonwebtoken.decode(owner.token) as typeof good;
});

type Signing = { key?: jsonwebtoken.Secret | jsonwebtoken.PrivateKey; header?: object };

/** The owner's claims with `claims` in place of theirs (undefined leaves one out), signed with the key of this system. */
function signed(claims: object, { key = privateKey, header = {} }: Signing = {}): string {
  const head = { alg: 'RS256' as const, kid: signing, typ: 'at+jwt', ...header };
  const payload = JSON.stringify({ ...good, ...claims });
  // As text, so that the library has no say about the claims.
  return jsonwebtoken.sign(payload, key, {
    algorithm: head.alg,
    header: head,
    allowInsecureKeySizes: true,
  });
}

const seconds = () => Math.floor(Date.now() / 1000);
const confused = (secret: string | Buffer) => () =>
  signed({}, { key: Buffer.from(secret), header: { alg: 'HS256' } });

const forged: Record<string, () => string> = {
  'HS256 with the public key': confused(pem),
  'HS256 with the public key, trimmed': confused(pem.trim()),
  'HS256 with the public key, in DER': confused(publicKey.export({ type: 'spki', format: 'der' })),
  'HS256 with the key set': confused(readFileSync(system.jwksFile)),
  'RS512 with the right key': () => signed({}, { header: { alg: 'RS512' } }),
  'PS256 with the right key': () => signed({}, { header: { alg: 'PS256' } }),
  'ES256 with another key': () => signed({}, { key: elliptic, header: { alg: 'ES256' } }),
  'another key under the right kid': () => signed({}, { key: other }),
  'another key that comes along': () =>
    signed({}, { key: other, header: { jwk: createPublicKey(other).export({ format: 'jwk' }) } }),
  'no kid': () => signed({}, { header: { kid: undefined } }),
  'an unknown kid': () => signed({}, { header: { kid: 'nobody' } }),
  'a kid of an object': () => signed({}, { header: { kid: '__proto__' } }),
  'typ JWT': () => signed({}, { header: { typ: 'JWT' } }),
  'no typ': () => signed({}, { header: { typ: undefined } }),
  'another issuer': () => signed({ iss: 'http://localhost:8001' }),
  'no issuer': () => signed({ iss: undefined }),
  'another audience': () => signed({ aud: 'calendars' }),
  'no audience': () => signed({ aud: undefined }),
  expired: () => signed({ iat: seconds() - 601, exp: seconds() - 1 }),
  'no exp': () => signed({ exp: undefined }),
  'exp as a text': () => signed({ exp: `${seconds() + 600}` }),
  'exp in a thousand years': () => signed({ exp: seconds() + 86_400 * 365_000 }),
  'not yet valid': () => signed({ nbf: seconds() + 300 }),
  'no sub': () => signed({ sub: undefined }),
  'sub a number': () => signed({ sub: 7 }),
  'sub a list': () => signed({ sub: [owner.id] }),
  'sub an object': () => signed({ sub: { id: owner.id } }),
  'sub no id': () => signed({ sub: 'ada' }),
  'sub in capitals': () => signed({ sub: owner.id.toUpperCase() }),
  'sub with a wildcard': () => signed({ sub: '%' }),
};

function spoilt(): Record<string, string> {
  const [ours, theirs] = [owner.token.split('.'), stranger.token.split('.')];
  const all = {
    ...Object.fromEntries(Object.entries(forged).map(([name, make]) => [name, make()])),
    'the signature of another token': `${ours[0]}.${ours[1]}.${theirs[2]}`,
    'the claims of another token': `${theirs[0]}.${ours[1]}.${theirs[2]}`,
    'a letter behind the signature': `${owner.token}x`,
    '10 KB': `${owner.token}${'A'.repeat(10_000)}`,
  };
  return Object.fromEntries(Object.entries(all).map(([name, token]) => [name, `Bearer ${token}`]));
}

const shapeless = Object.keys(hostileAuthorizations('e30.e30.e30'));
const crafted = [
  ...Object.keys(forged),
  'the signature of another token',
  'the claims of another token',
  'a letter behind the signature',
  '10 KB',
];

const spoofedBy = ({ id, email }: { id: string; email: string }): Record<string, string> => ({
  'X-User-Id': id,
  X_User_Id: id,
  'X-Consumer-Id': id,
  'X-Consumer-Username': email,
  'X-Consumer-Custom-Id': id,
  'X-Credential-Identifier': id,
  'X-Authenticated-Userid': id,
  Forwarded: `for=127.0.0.1;by=${id}`,
  'X-Forwarded-User': id,
  'X-Original-URL': '/openapi.json',
  'X-HTTP-Method-Override': 'OPTIONS',
});

/** One read and one write of each service, through the gateway and past it. */
function asked(): { base: string; method: string; path: string; body?: object }[] {
  const calendar = `/calendars/${owner.calendarId}`;
  const entry = { title: 'Hostile', start: '2029-01-01T00:00:00Z', duration: 'PT1H' };
  const of = {
    auth: [
      { method: 'GET', path: '/auth/me' },
      { method: 'PATCH', path: '/auth/me', body: { name: 'Hostile' } },
    ],
    calendar: [
      { method: 'GET', path: calendar },
      { method: 'POST', path: '/calendars', body: { name: 'Hostile' } },
    ],
    entry: [
      { method: 'GET', path: `${calendar}/entries/${owner.entryId}` },
      { method: 'POST', path: `${calendar}/entries`, body: entry },
    ],
  };
  return Object.entries(of).flatMap(([service, requests]) =>
    [system.baseUrl, ...system.services[service as keyof typeof of]].flatMap((base) =>
      requests.map((each) => ({ base, ...each })),
    ),
  );
}

function expectNothing({ status, body }: Reply, expected: number, what: object) {
  expect({ ...what, status, type: body?.type }).toEqual({
    ...what,
    status: expected,
    type: `/problems/${expected === 401 ? 'unauthorized' : 'not-found'}`,
  });
  const text = JSON.stringify({ ...body, instance: '' });
  for (const theirs of [owner.secret, owner.email, owner.id]) expect(text).not.toContain(theirs);
}

test('the claims and the key that are spoilt below are good by themselves', async () => {
  for (const { base, method, path } of asked().filter(({ method }) => method === 'GET')) {
    expect((await api(base)(method, path, { token: signed({}) })).status).toBe(200);
  }
});

async function expectShut(authorization: string | undefined) {
  expect(authorization).toBeDefined();
  const before = await rows.of(owner.id);
  const headers = { authorization: authorization ?? '', ...spoofedBy(owner) };
  await Promise.all(
    asked().map(async ({ base, method, path, body }) => {
      const reply = await api(base)(method, path, { headers, ...(body && { body }) });
      expectNothing(reply, 401, { base, method, path });
    }),
  );
  expect(await rows.of(owner.id)).toEqual(before);
}

test.each(shapeless)('out of shape, %s: 401 everywhere, whatever other headers claim', (name) =>
  expectShut(hostileAuthorizations(owner.token)[name]),
);

test.each(crafted)('well formed, %s: 401 everywhere, whatever other headers claim', (name) =>
  expectShut(spoilt()[name]),
);

test('a token somewhere else than in its header is none', async () => {
  const { token } = owner;
  for (const { base, method, path } of asked().filter(({ method }) => method === 'GET')) {
    const cookie = `access_token=${token}; jwt=${token}; Authorization=Bearer ${token}`;
    for (const query of ['', `?jwt=${token}`, `?access_token=${token}`, `?kid=${signing}`]) {
      const headers = {
        cookie,
        'x-authorization': `Bearer ${token}`,
        'proxy-authorization': token,
      };
      const reply = await api(base)(method, path + query, { headers });
      expectNothing(reply, 401, { base, method, path, query });
    }
  }
});

test('headers make nobody of somebody else', async () => {
  const { token } = stranger;
  const before = await rows.of(owner.id);
  for (const { base, method, path, body } of asked()) {
    const headers = spoofedBy(owner);
    const reply = await api(base)(method, path, { token, headers, ...(body && { body }) });
    if (path.includes(owner.calendarId)) expectNothing(reply, 404, { base, method, path });
    else expect(reply.body).not.toMatchObject({ id: owner.id });
  }
  for (const base of [system.baseUrl, system.services.auth[0] ?? '']) {
    const { body } = await api(base)('GET', '/auth/me', { token, headers: spoofedBy(owner) });
    expect(body.id).toBe(stranger.id);
  }
  for (const base of [system.baseUrl, system.services.calendar[0] ?? '']) {
    const { body } = await api(base)('GET', '/calendars', { token, headers: spoofedBy(owner) });
    expect(JSON.stringify(body)).toContain(stranger.calendarId);
    expect(JSON.stringify(body)).not.toContain(owner.secret);
  }
  expect(await rows.of(owner.id)).toEqual(before);
});

const raw = (base: string, path: string, headers: string[]) =>
  sendRaw(
    new URL(base),
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n`,
  );

test('two Authorization headers: 400 at the gateway, and a bad first one is 401 past it', async () => {
  const [mine, bad] = [`Authorization: Bearer ${owner.token}`, 'authorization: Bearer x'];
  for (const { base, method, path } of asked()) {
    if (method !== 'GET') continue;
    const orders = [
      [bad, mine],
      [`Authorization: Bearer ${stranger.token}x`, mine],
    ];
    if (base === system.baseUrl) orders.push([mine, bad], [mine, mine]);
    for (const headers of orders) {
      const { status, body } = await raw(base, path, headers);
      expect({ base, status }).toEqual({ base, status: base === system.baseUrl ? 400 : 401 });
      expect(body).not.toContain(owner.secret);
      expect(JSON.parse(body)).toMatchObject({ status });
    }
  }
});

test('16 KB of headers: 400 at the gateway, 401 past it', async () => {
  for (const { base, method, path } of asked()) {
    if (method !== 'GET') continue;
    for (const long of [
      `Authorization: Bearer ${'a'.repeat(17_000)}`,
      `X-Long: ${'a'.repeat(17_000)}`,
    ]) {
      const { status, body } = await raw(base, path, [long, `X-User-Id: ${owner.id}`]);
      expect({ base, status }).toEqual({ base, status: base === system.baseUrl ? 400 : 401 });
      expect(body).not.toContain(owner.secret);
    }
  }
});

test('the token of somebody who is gone is worth nothing at any instance', async () => {
  const gone = await newOwner();
  expect((await request('DELETE', '/auth/me', { token: gone.token })).status).toBe(204);
  for (const base of [system.baseUrl, ...system.services.entry]) {
    const path = `/calendars/${gone.calendarId}/entries/${gone.entryId}`;
    const reply = await api(base)('GET', path, { token: gone.token });
    expect([401, 404]).toContain(reply.status);
    expect(JSON.stringify(reply.body)).not.toContain(gone.secret);
  }
});
