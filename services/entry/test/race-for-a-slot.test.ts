// Many want the same time at once, through the gateway and two instances: one gets it.
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { api, newUser, type Reply } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { mainSystem } from '../../../dev/testing.mjs';
import { entryAt, idOf, minute, newCalendar, overlapsIn, tally } from './making.ts';

const CLIENTS = 64;
const DAY = 24 * 60;

const system = mainSystem();
const request = api(system.baseUrl);
const tables = openTables(system.database, 'entry');
afterAll(() => tables[Symbol.asyncDispose]());

/** Times of many lengths, which all have noon of a day in common. */
const aroundNoon = (day: number, client: number) => ({
  start: minute(day * DAY + 12 * 60 - client),
  duration: client % 2 ? 'PT65M' : 'PT4H',
});

const numberOf = async (calendar: string) =>
  (await tables.read('SELECT id FROM entry WHERE calendar_id = ?', [idOf(calendar)])).length;

test('64 clients race for one slot: one gets it in each of 50 rounds', async () => {
  expect(system.services.entry).toHaveLength(2);
  const { token } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  const create = (day: number) => (client: number) =>
    request('POST', `${calendar}/entries`, {
      token,
      body: { title: 'Mine', ...aroundNoon(day, client) },
    });
  for (const day of upTo(50)) {
    const replies = await Promise.all(upTo(CLIENTS).map(create(day)));
    expect({ day, ...tally(replies) }).toEqual({ day, 201: 1, 409: CLIENTS - 1 });
    expectAllMet(replies, 201);
  }
  expect(await overlapsIn(tables, calendar)).toBe(0);
  expect(await numberOf(calendar)).toBe(50);
}, 120_000);

test('creations and moves race for one slot: one gets it in each of 10 rounds', async () => {
  const { token } = await newUser(request);
  const calendar = await newCalendar({ request, token });
  const homes = await atOnce(8, upTo(CLIENTS / 2), async (client) => {
    const body = entryAt(-1000 + client);
    return (await request('POST', `${calendar}/entries`, { token, body })).body.id;
  });
  for (const day of upTo(10)) {
    const contend = (client: number) => {
      const body = aroundNoon(day, client);
      const home = homes[client];
      return home === undefined
        ? request('POST', `${calendar}/entries`, { token, body: { title: 'New', ...body } })
        : request('PATCH', `${calendar}/entries/${home}`, { token, body });
    };
    const {
      200: moved = 0,
      201: created = 0,
      ...rest
    } = tally(await Promise.all(upTo(CLIENTS).map(contend)));
    expect({ day, won: moved + created, ...rest }).toEqual({ day, won: 1, 409: CLIENTS - 1 });
  }
  expect(await overlapsIn(tables, calendar)).toBe(0);
}, 120_000);

/** Everybody who lost is told of the one who won. */
function expectAllMet(replies: Reply[], won: number): void {
  const winner = replies.find(({ status }) => status === won)?.body.id;
  const met = replies
    .filter(({ status }) => status !== won)
    .map(({ body }) => body.conflicts.map(({ existing }: never) => (existing as Met).entryId));
  expect(new Set(met.flat())).toEqual(new Set([winner]));
}

type Met = { entryId: string };
