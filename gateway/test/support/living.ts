// People who use everything that there is, again and again; whatever is not answered as it should be is written down.
import { type Api, newUser, type Reply, type TestUser } from '@calendar/shared/testing/client';
import { keyed } from '@calendar/shared/testing/replays';

const HOUR = 3_600_000;
const ENTRIES = 4;

type Sent = { token?: string; body?: unknown; headers?: Record<string, string> };
type Expected = { status: number; body?: object };

/** Their requests so far, those that failed, and ids of entries that they were told are made. */
export type Lives = { asked: number; failed: string[]; made: string[] };

const startOf = (hour: number) =>
  new Date(Date.UTC(2027, 0, 1) + hour * HOUR).toISOString().replace('.000Z', 'Z');

function isRight({ status, body, headers }: Reply, expected: Expected): boolean {
  const same = Object.entries(expected.body ?? {}).every(
    ([name, value]) => JSON.stringify(body?.[name]) === JSON.stringify(value),
  );
  return status === expected.status && same && !headers.has('idempotent-replayed');
}

/** Lives until told to end. A body is compared by the members that are expected. */
export async function live(request: Api, lives: Lives, ended: () => boolean): Promise<void> {
  const ask = async (method: string, path: string, sent: Sent, expected: Expected) => {
    lives.asked += 1;
    try {
      const reply = await request(method, path, sent);
      if (isRight(reply, expected)) return reply.body;
      fail(`${reply.status} ${JSON.stringify(reply.body)}`);
    } catch (error) {
      fail(`${error} ${(error as Error).cause ?? ''}`);
    }
    function fail(answer: string): void {
      lives.failed.push(`${new Date().toISOString()} ${method} ${path}: ${answer}`);
    }
    return null;
  };
  const user = await newUser(request);
  while (!ended()) {
    await useCalendar(ask, user, lives);
    await renew(ask, user);
  }
}

type Ask = (method: string, path: string, sent: Sent, expected: Expected) => Promise<Reply['body']>;

/** A new calendar, which entry does not know yet, and entries in it. */
async function useCalendar(ask: Ask, { token }: TestUser, { made }: Lives): Promise<void> {
  const name = 'In use';
  const create = { token, body: { name }, headers: keyed() };
  const calendar = await ask('POST', '/calendars', create, { status: 201, body: { name } });
  if (!calendar) return;
  const path = `/calendars/${calendar.id}`;
  await ask('GET', path, { token }, { status: 200, body: calendar });
  for (let hour = 0; hour < ENTRIES; hour += 1) {
    const body = { title: `Hour ${hour}`, start: startOf(hour), duration: 'PT1H' };
    const check = () => ask('POST', `${path}/entries/check`, { token, body }, { status: 200 });
    await check();
    const sent = { token, body, headers: keyed() };
    const entry = await ask('POST', `${path}/entries`, sent, { status: 201, body });
    if (!entry) continue;
    made.push(entry.id);
    const { conflicts: _, conflictsTruncated: __, ...read } = entry;
    await ask('GET', `${path}/entries/${entry.id}`, { token }, { status: 200, body: read });
    await ask('POST', `${path}/entries`, { token, body, headers: keyed() }, { status: 409 });
  }
  const week = `?start=${startOf(0)}&end=${startOf(24)}`;
  const list = await ask('GET', `${path}/entries${week}`, { token }, { status: 200 });
  const ids = list?.items.map(({ id }: { id: string }) => id);
  if (ids && !ids.every((id: string) => made.includes(id))) throw new Error(`not made: ${ids}`);
}

/** The session is renewed, and another one begun and ended. */
async function renew(ask: Ask, user: TestUser): Promise<void> {
  const { email, password, refreshToken } = user;
  await ask('GET', '/auth/me', { token: user.token }, { status: 200, body: { email } });
  const next = await ask('POST', '/auth/refresh', { body: { refreshToken } }, { status: 200 });
  const login = { body: { email, password } };
  const other = await ask('POST', '/auth/login', login, { status: 200 });
  if (other) {
    const body = { refreshToken: other.refreshToken };
    await ask('POST', '/auth/logout', { body }, { status: 204 });
  }
  const session = next ?? other;
  if (session)
    Object.assign(user, { token: session.accessToken, refreshToken: session.refreshToken });
}
