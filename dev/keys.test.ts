// `npm run keys` as a process, step by step in a system at load: nobody is refused, and no step can be taken too early.
import { api, newUser, type TestUser } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { run } from './started.ts';
import { type OwnSystem, startSystem } from './testing.mjs';

const PEOPLE = 12;
const RENEW_AFTER = 15;

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'keys' });
}, 120_000);
afterAll(() => system.stop());

/** One step; how it ended and what it said. */
const step = (name: string) => run('keys', name, '--data', system.folder).ended;

const kids = async (): Promise<string[]> => {
  const { body } = await api(system.baseUrl)('GET', '/.well-known/jwks.json');
  return body.keys.map(({ kid }: { kid: string }) => kid);
};
const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

/** Makes every key as old as it will be in 700 s, when all tokens of today have run out. */
async function letTimePass() {
  await using auth = openTables(system.database, 'auth');
  await auth.write(
    'UPDATE signing_key SET added_at = added_at - 700000, signs_since = signs_since - 700000',
  );
}

type Person = { user: TestUser; done: Promise<void> };

/** People who read, write and renew their sessions until told to stop; what was refused to anybody. */
async function startLoad() {
  const request = api(system.baseUrl);
  const refused: string[] = [];
  const load = { asked: 0, stopped: false };

  async function ask(user: TestUser, method: string, path: string, body?: object) {
    const token = user.token;
    const reply = await request(method, path, { token, ...(body && { body }) });
    load.asked += 1;
    if (reply.status >= 300) refused.push(`${method} ${path}: ${reply.status} of ${kidOf(token)}`);
    return reply.body;
  }

  async function live(user: TestUser, calendar: string): Promise<void> {
    for (let n = 0; !load.stopped; n += 1) {
      const start = new Date(Date.UTC(2027, 0, 1) + n * 3_600_000).toISOString();
      const entry = { title: 'At load', start, duration: 'PT1H' };
      const { id } = await ask(user, 'POST', `${calendar}/entries`, entry);
      await ask(user, 'GET', `${calendar}/entries/${id}`);
      await ask(user, 'GET', '/calendars');
      await ask(user, 'GET', '/auth/me');
      if (n % RENEW_AFTER !== 0) continue;
      const { refreshToken } = user;
      const session = await ask(user, 'POST', '/auth/refresh', { refreshToken });
      Object.assign(user, { token: session.accessToken, refreshToken: session.refreshToken });
    }
  }

  async function person(): Promise<Person> {
    const user = await newUser(request);
    const { id } = await ask(user, 'POST', '/calendars', { name: 'Load' });
    return { user, done: live(user, `/calendars/${id}`) };
  }

  const people = await Promise.all(Array.from({ length: PEOPLE }, person));
  return {
    refused,
    load,
    everybodyHas: (kid: string) =>
      until(() => people.every(({ user }) => kidOf(user.token) === kid)),
    async stop() {
      load.stopped = true;
      await Promise.all(people.map(({ done }) => done));
    },
  };
}

test('a key follows another at load, and nobody is refused', async () => {
  const [old = ''] = await kids();
  const { refused, load, everybodyHas, stop } = await startLoad();
  try {
    expect((await step('add')).code).toBe(0);
    await until(async () => (await kids()).length === 2);
    const [, next = ''] = await kids();
    await everybodyHas(old);

    expect(await step('sign')).toEqual({
      code: 0,
      output: expect.stringMatching(/Key .* signs\.\n$/),
    });
    await everybodyHas(next);

    expect(await step('drop')).toEqual({
      code: 1,
      output: expect.stringMatching(/drop it in 6\d\d s/),
    });
    expect(await kids()).toEqual([old, next]);
    await letTimePass();
    expect((await step('drop')).code).toBe(0);
    await until(async () => (await kids()).length === 1);
    const before = load.asked;
    await until(() => load.asked > before + 10 * PEOPLE);
    expect(await kids()).toEqual([next]);
  } finally {
    await stop();
  }
  console.log(`${load.asked} requests during a rotation, ${refused.length} refused`);
  expect(refused).toEqual([]);
}, 180_000);

test('no step can be taken out of its turn', async () => {
  const before = await kids();
  expect((await step('sign')).output).toContain('"add" comes first');
  expect((await step('drop')).output).toContain('"add" and "sign" come first');
  expect((await step('turn')).output).toContain('publish, add, sign, drop');
  expect((await step('add')).code).toBe(0);
  expect(await step('add')).toEqual({ code: 1, output: expect.stringContaining('under way') });
  expect((await step('drop')).output).toContain('"add" and "sign" come first');
  await until(async () => (await kids()).length === 2);
  expect(await kids()).toEqual([...before, expect.any(String)]);
}, 60_000);
