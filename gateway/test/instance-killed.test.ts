// Two instances of the real entry service behind the gateway: one is killed under load, comes back, and is used again.

import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { type Api, api, newUser, type Reply } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OwnSystem, startSystem } from '../../dev/testing.mjs';

const REQUESTS = 2000;
const IN_FLIGHT = 16;
const HOUR = 3_600_000;

let system: OwnSystem;
let request: Api;
let token: string;
let path: string;
let first: { id: string };
beforeAll(async () => {
  system = await startSystem({ name: 'killed' });
  request = api(system.baseUrl);
  token = (await newUser(request)).token;
  const calendar = await request('POST', '/calendars', { token, body: { name: 'Load' } });
  path = `/calendars/${calendar.body.id}/entries`;
  first = (await create(-1)).body;
}, 120_000);
afterAll(() => system.stop());

const bodyOf = (hour: number) => ({
  title: `Hour ${hour}`,
  start: new Date(Date.UTC(2027, 0, 1) + hour * HOUR).toISOString().replace('.000Z', 'Z'),
  duration: 'PT1H',
});

const create = (hour: number) => request('POST', path, { token, body: bodyOf(hour) });
const read = () => request('GET', `${path}/${first.id}`, { token });

const isRefusal = ({ status, headers, body }: Reply) =>
  [502, 503].includes(status) &&
  /^application\/problem\+json/.test(headers.get('content-type') ?? '') &&
  body.status === status;

/** What a client makes of an answer: right, an honest error, or wrong. */
function judge(reply: Reply, status: number, body: object): 'right' | 'error' | 'wrong' {
  if (isRefusal(reply)) return 'error';
  const same = Object.entries(body).every(([name, value]) => reply.body?.[name] === value);
  return reply.status === status && same ? 'right' : 'wrong';
}

test('no answer is wrong while an instance dies, no read sees an error, and it is used again afterwards', async () => {
  const seen = { GET: { right: 0, error: 0, wrong: 0 }, POST: { right: 0, error: 0, wrong: 0 } };
  const made: string[] = [];
  let death: Promise<void> | undefined;
  await atOnce(IN_FLIGHT, upTo(REQUESTS), async (number) => {
    if (number === REQUESTS / 4) death = system.kill('entry', 0);
    if (number % 2) {
      seen.GET[judge(await read(), 200, first)] += 1;
      return;
    }
    const reply = await create(number);
    seen.POST[judge(reply, 201, bodyOf(number))] += 1;
    if (reply.status === 201) made.push(reply.body.id);
  });
  await death;
  console.info(`one of two instances killed under load: ${JSON.stringify(seen)}`);
  expect(seen.GET).toEqual({ right: REQUESTS / 2, error: 0, wrong: 0 });
  expect(seen.POST.wrong).toBe(0);
  expect(seen.POST.error).toBeLessThanOrEqual(IN_FLIGHT);

  // Whatever was said to be made is there, and nothing that nobody asked for.
  await using tables = openTables(system.database, 'entry');
  const rows = await tables.read('SELECT id, start_ms FROM entry WHERE id <> ?', [first.id]);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
  expect(new Set(rows.map(({ start_ms }) => start_ms)).size).toBe(rows.length);
  expect(rows.length).toBeLessThanOrEqual(made.length + seen.POST.error);

  await system.start('entry', 0);
  await system.kill('entry', 1);
  await until(async () => (await read()).status === 200);
  expect((await create(REQUESTS)).status).toBe(201);
}, 120_000);
