// POST /auth/register
import { api, newEmail } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf, noTexts } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const password = 'long enough for it';
const register = (body: unknown) => request('POST', '/auth/register', { body });
const claimsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));

test('a new user gets a session', async () => {
  const email = `Ada.${newEmail()}`;
  const before = Date.now();
  const { status, headers, body } = await register({ email, password, name: 'Ada 🙂' });
  expect(status).toBe(201);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(headers.get('x-request-id')).toBeTruthy();
  expect(body).toEqual({
    user: {
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      email,
      name: 'Ada 🙂',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    },
    accessToken: expect.any(String),
    refreshToken: expect.stringMatching(/^[\w-]{43}$/),
    tokenType: 'Bearer',
    expiresIn: 600,
  });
  expect(Date.parse(body.user.createdAt)).toBeGreaterThanOrEqual(before - 1000);
  expect(Date.parse(body.user.createdAt)).toBeLessThanOrEqual(Date.now() + 1000);
});

test('the access token says who, for whom, from when to when', async () => {
  const { body } = await register({ email: newEmail(), password });
  const [header, claims] = claimsOf(body.accessToken);
  expect(header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
  expect(claims).toEqual({
    iss: 'http://localhost:8000',
    aud: 'calendar',
    sub: body.user.id,
    iat: expect.any(Number),
    exp: claims.iat + 600,
    jti: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
  });
  expect(Math.abs(claims.iat - Date.now() / 1000)).toBeLessThan(5);
});

test('a name left out and a name of null are both null', async () => {
  const without = await register({ email: newEmail(), password });
  const withNull = await register({ email: newEmail(), password, name: null });
  expect([without.status, withNull.status]).toEqual([201, 201]);
  expect([without.body.user.name, withNull.body.user.name]).toEqual([null, null]);
});

test('an address is taken in any spelling', async () => {
  const email = newEmail();
  expect((await register({ email, password })).status).toBe(201);
  const second = await register({ email: email.toUpperCase(), password });
  expectProblem(second, 409, 'email-taken', '/auth/register');
});

test('of many who register one address at once, one gets it', async () => {
  const email = newEmail();
  const replies = await Promise.all(Array.from({ length: 8 }, () => register({ email, password })));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  const rows = await tables.read('SELECT id FROM user WHERE email_key = ?', [email]);
  expect(rows).toHaveLength(1);
});

test('the tables hold neither password nor token', async () => {
  const { body } = await register({ email: newEmail(), password });
  const [user] = await tables.read('SELECT * FROM user WHERE id = ?', [body.user.id]);
  expect(user.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  const tokens = await tables.read('SELECT * FROM refresh_token WHERE user_id = ?', [body.user.id]);
  expect(tokens).toHaveLength(1);
  expect(tokens[0].hash).toMatch(/^[0-9a-f]{64}$/);
  const days = (tokens[0].expires_at - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThanOrEqual(30);
  expect(JSON.stringify([user, tokens])).not.toContain(body.refreshToken);
});

test.each(['a', 'ü', '🙂'])(
  'an address may have 254 characters, of %s, and no more',
  async (one) => {
    const start = newEmail().slice(0, 36);
    const email = `${start}@${one.repeat(254 - start.length - 1)}`;
    const { status, body } = await register({ email, password });
    expect([status, body.user?.email]).toEqual([201, email]);
    expect(faultsOf(await register({ email: `${email}${one}`, password }))).toEqual(['/email']);
  },
);

test.each(['a'.repeat(12), 'b'.repeat(256), '🙂'.repeat(12), '🙂'.repeat(256), ' '.repeat(12)])(
  'a password of 12 to 256 characters is taken: %s',
  async (long) => {
    const email = newEmail();
    expect((await register({ email, password: long })).status).toBe(201);
    const login = await request('POST', '/auth/login', { body: { email, password: long } });
    expect(login.status).toBe(200);
  },
);

const email = 'nobody@example.com';
const badEmails = [null, '', '@', 'a@', '@b', 'ab', 'a@b@c', 'a b@c', 'a@b\n'];
const badPasswords = [
  null,
  '',
  'a'.repeat(11),
  'a'.repeat(257),
  '🙂'.repeat(11),
  'a'.repeat(99_999),
];
const badNames = ['', 'a'.repeat(256), '🙂'.repeat(256)];
const broken = ['long enough \u0000', 'long enough \ud800'];

test.each([
  ...[...badEmails, ...noTexts, 'a\u0000@b', 'a\ud800@b'].map((value) => ({ value, at: 'email' })),
  ...[...badPasswords, ...noTexts, ...broken].map((value) => ({ value, at: 'password' })),
  ...[...badNames, ...noTexts, ...broken].map((value) => ({ value, at: 'name' })),
])('a bad field is refused, and nothing written: %j', async ({ value, at }) => {
  const body = { email: newEmail(), password, name: 'x', [at]: value };
  expect(new Set(faultsOf(await register(body)))).toEqual(new Set([`/${at}`]));
  const rows = await tables.read('SELECT id FROM user WHERE email = ?', [String(body.email)]);
  expect(rows).toEqual([]);
});

test('every fault is named at once', async () => {
  const body = { email: 'a', password: 'b', name: '', id: 'x', admin: true };
  expect(faultsOf(await register(body))).toEqual(['/admin', '/email', '/id', '/name', '/password']);
  expect(faultsOf(await register({}))).toEqual(['/email', '/password']);
  const inQuery = await request('POST', '/auth/register?x=1', { body: { email } });
  expect(faultsOf(inQuery)).toEqual(['/password', 'x']);
});

test.each(['', '[]', 'null', '"x"', '1', '{', '{"email":"a@b"'])(
  'a body that is no JSON object is refused: %j',
  async (body) => {
    const headers = { 'content-type': 'application/json' };
    expect(faultsOf(await request('POST', '/auth/register', { body, headers }))).toEqual(['']);
  },
);
