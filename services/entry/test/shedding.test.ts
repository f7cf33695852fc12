// More comes than can be served: what is over a bound hears 503 at once, and all is well when there is room again.
import { upTo } from '@calendar/shared/testing/at-once';
import { type Api, api, newUser, type Reply } from '@calendar/shared/testing/client';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { entryAt, newCalendar, tally } from './making.ts';

let system: OwnSystem;
let request: Api;
beforeAll(async () => {
  system = await startSystem({ name: 'shed', ownServers: true, instances: { entry: 1 } });
  request = api(system.services.entry[0] ?? '');
}, 120_000);
afterAll(() => system.stop());

/** Sends all while the database says nothing, until `refused` are answered; then it goes on, and everybody is. */
async function whileFrozen(asks: (() => Promise<Reply>)[], refused: number): Promise<Reply[]> {
  const early: Reply[] = [];
  system.signal('database', 0, 'SIGSTOP');
  const replies = asks.map(async (ask) => {
    const reply = await ask();
    early.push(reply);
    return reply;
  });
  // Sooner than anything that waits for a connection gives up.
  await until(() => early.length >= refused, 4_000).finally(() =>
    system.signal('database', 0, 'SIGCONT'),
  );
  const answered = [...early];
  await Promise.all(replies);
  expect(tally(answered)).toEqual({ 503: answered.length });
  for (const { headers } of answered) expect(headers.get('retry-after')).toBe('1');
  return early;
}

test.each([
  ['entries are made', 'entries', 300, 90, 201],
  ['entries are checked', 'entries/check', 100, 32, 200],
] as const)(
  'more %s than may wait',
  async (_, path, count, over, wanted) => {
    const { token } = await newUser(api(system.baseUrl));
    const calendar = await newCalendar({ request: api(system.baseUrl), token });
    const ask = (hour: number) =>
      request('POST', `${calendar}/${path}`, { token, body: entryAt(hour) });
    expect((await ask(0)).status).toBe(wanted);
    const replies = await whileFrozen(
      upTo(count).map((hour) => () => ask(hour + 1)),
      over,
    );
    const counts = tally(replies);
    expect(counts[503]).toBeGreaterThanOrEqual(over);
    expect((counts[503] ?? 0) + (counts[wanted] ?? 0)).toBe(count);
    await until(async () => (await ask(count + 1)).status === wanted);
  },
  60_000,
);
