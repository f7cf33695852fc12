// Random operations while both entry instances and the calendar service are killed in turn: the history of every calendar is linearizable.
import { upTo } from '@calendar/shared/testing/at-once';
import { inForm } from '@calendar/shared/testing/chaos';
import { api, newUser } from '@calendar/shared/testing/client';
import { keyed } from '@calendar/shared/testing/replays';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { client, type Shared, sharing } from './history/clients.ts';
import { stuckOf } from './history/linearizable.ts';

const OPERATIONS = inForm(300, 5_000);
const KILLS = inForm(3, 30);
const CLIENTS = 6;
const CALENDARS = 3;
/** In one user's calendars, before the next user's: new calendars are what the calendar service is asked about. */
const ROUND = 120;

const victims = [
  ['entry', 0],
  ['calendar', 0],
  ['entry', 1],
] as const;

let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'history' });
}, 120_000);
afterAll(() => system.stop());

/** Kills one after the other, each as soon as the one before is back, for as long as `wanted` says. */
async function killing(wanted: (kills: number) => boolean): Promise<number> {
  let kills = 0;
  for (; wanted(kills); kills += 1) {
    const [part, index] = victims[kills % victims.length] as (typeof victims)[number];
    await system.kill(part, index);
    await system.start(part, index);
  }
  return kills;
}

async function round(): Promise<Shared[]> {
  const request = api(system.baseUrl);
  const { token } = await newUser(request);
  const calendars = await Promise.all(
    upTo(CALENDARS).map(async () => {
      const sending = { token, body: { name: 'History' }, headers: keyed() };
      const made = await until(async () => {
        const reply = await request('POST', '/calendars', sending);
        return reply.status === 201 && reply;
      });
      return sharing(`/calendars/${made.body.id}`);
    }),
  );
  let left = ROUND;
  const work = async () => {
    const act = client(request, token);
    while (left > 0) {
      left -= 1;
      // Ten in one calendar, ten in the next: clients meet.
      await act(calendars[Math.floor(left / 10) % CALENDARS] as Shared);
    }
  };
  await Promise.all(upTo(CLIENTS).map(work));
  return calendars;
}

test(
  'random operations under kill -9: the history of every calendar is linearizable',
  async () => {
    const calendars: Shared[] = [];
    const operations = () => calendars.flatMap(({ history }) => history);
    const unknown = () => operations().filter(({ answer }) => answer === null).length;
    let working = true;
    let killed = 0;
    const killer = killing((kills) => {
      killed = kills;
      return working;
    });
    try {
      // Until a kill has met a write as well: whether that took effect is what histories are for.
      while (operations().length < OPERATIONS || killed < KILLS || unknown() === 0)
        calendars.push(...(await round()));
    } finally {
      working = false;
      await killer;
    }
    for (const { history } of calendars) expect(stuckOf(history)).toEqual([]);

    console.info(
      `${operations().length} operations in ${calendars.length} calendars, ${unknown()} unknown, ${killed} kills`,
    );
    expect(unknown()).toBeGreaterThan(0);
  },
  inForm(90_000, 900_000),
);
