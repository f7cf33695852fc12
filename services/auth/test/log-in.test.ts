// POST /auth/login
import { api, newEmail, newUser } from '@calendar/shared/testing/client';
import { expectProblem, faultsOf, noTexts } from '@calendar/shared/testing/faults';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'auth');
afterAll(() => tables[Symbol.asyncDispose]());

const logIn = (body: unknown) => request('POST', '/auth/login', { body });

test('address and password give a session of the same user', async () => {
  const { id, email, password, refreshToken } = await newUser(request);
  const { status, body } = await logIn({ email: email.toUpperCase(), password });
  expect(status).toBe(200);
  expect(body).toEqual({
    user: { id, email, name: null, createdAt: expect.any(String) },
    accessToken: expect.any(String),
    refreshToken: expect.stringMatching(/^[\w-]{43}$/),
    tokenType: 'Bearer',
    expiresIn: 600,
  });
  expect(body.refreshToken).not.toBe(refreshToken);
  const me = await request('GET', '/auth/me', { token: body.accessToken });
  expect([me.status, me.body]).toEqual([200, body.user]);
});

test('each login opens a family of its own', async () => {
  const { id, email, password } = await newUser(request);
  await logIn({ email, password });
  const families = await tables.read('SELECT * FROM refresh_family WHERE user_id = ?', [id]);
  expect(families.map(({ revoked_at }) => revoked_at)).toEqual([null, null]);
});

test('an unknown user and a wrong password get the same answer', async () => {
  const { email, password } = await newUser(request);
  const wrong = await logIn({ email, password: `${password}x` });
  const unknown = await logIn({ email: newEmail(), password });
  expectProblem(wrong, 401, 'unauthorized', '/auth/login');
  expect({ ...unknown.body, traceId: '' }).toEqual({ ...wrong.body, traceId: '' });
  const names = ({ headers }: { headers: Headers }) => [...headers.keys()].sort();
  expect(names(unknown)).toEqual(names(wrong));
  expect(unknown.headers.get('www-authenticate')).toBe(wrong.headers.get('www-authenticate'));
});

test('an unknown user takes as long as a wrong password', async () => {
  const { email } = await newUser(request);
  const time = async (address: string) => {
    const began = performance.now();
    expect((await logIn({ email: address, password: 'wrong' })).status).toBe(401);
    return performance.now() - began;
  };
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (let round = 0; round < 5; round += 1) {
    times.known.push(await time(email));
    times.unknown.push(await time(newEmail()));
  }
  // The fastest of five: what is left is the work itself. Without the decoy it is less than a tenth.
  expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 2);
});

test.each(['', 'x', 'a'.repeat(256)])(
  'a password of any length is just wrong: %j',
  async (sent) => {
    const { email } = await newUser(request);
    expectProblem(await logIn({ email, password: sent }), 401, 'unauthorized', '/auth/login');
  },
);

test.each([
  ...[...noTexts, null, '', 'ab', 'a@b@c', `${'a'.repeat(254)}@b`].map((email) => ({ email })),
  ...[...noTexts, null, 'a'.repeat(257), '\u0000', '\ud800'].map((password) => ({ password })),
])('a bad field is refused: %j', async (bad) => {
  const body = { email: newEmail(), password: 'whatever it is', ...bad };
  const [at] = Object.keys(bad);
  expect(new Set(faultsOf(await logIn(body)))).toEqual(new Set([`/${at}`]));
});

test('every fault is named at once', async () => {
  expect(faultsOf(await logIn({ name: 'x' }))).toEqual(['/email', '/name', '/password']);
});
