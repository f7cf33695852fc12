// Calendars and users are deleted while services and the broker are killed: nothing of them is left, and nothing else is touched.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atOnce, upTo } from '@calendar/shared/testing/at-once';
import { type Blow, inForm, insist, strike } from '@calendar/shared/testing/chaos';
import { api, newUser } from '@calendar/shared/testing/client';
import { collectedLog } from '@calendar/shared/testing/collected-log';
import { collectMeters } from '@calendar/shared/testing/meters';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { type OwnSystem, startSystem } from '../../../dev/testing.mjs';
import { areGone, entriesLeft, everythingOf, filledCalendars } from './doomed.ts';
import { openReconciling } from './reconciling.ts';

const users = inForm(2, 12);
const ofUser = 5;
const calendars = inForm(14, 240);
const perCalendar = 50;
const blows = inForm(8, 45);
const everyMs = 2_000;
const promisedMs = 60_000;

const meters = collectMeters();
let system: OwnSystem;
beforeAll(async () => {
  system = await startSystem({ name: 'chaos', ownServers: true });
}, 120_000);
afterAll(() => Promise.all([system.stop(), meters.close()]));

/** In turn each service, and the broker at a third and at two thirds. */
function plan(): Blow[] {
  const turn: Blow[] = [['entry', 0], ['calendar'], ['entry', 1], ['auth']];
  const nats = [Math.floor(blows / 3), Math.floor((2 * blows) / 3)];
  return upTo(blows).map((n) => (nats.includes(n) ? ['nats'] : turn[n % 4]) as Blow);
}

test('what is deleted while services and broker are killed is gone a minute after the last blow, and nothing else is', async () => {
  const request = api(system.baseUrl);
  await using entries = openTables(system.database, 'entry');
  const place = { request, entries };
  const [owner, other] = [await newUser(request), await newUser(request)];
  const leaving = await atOnce(2, upTo(users), () => newUser(request));
  const theirs: string[] = [];
  for (const { token } of leaving)
    theirs.push(...(await filledCalendars(place, token, ofUser, perCalendar)));
  const doomed = await filledCalendars(place, owner.token, calendars, perCalendar);
  const controls = [
    ...(await filledCalendars(place, owner.token, 3, perCalendar)),
    ...(await filledCalendars(place, other.token, 3, perCalendar)),
  ];
  const before = await everythingOf(entries, controls);
  expect(before.rows).toHaveLength(6 * perCalendar);

  const seen: Record<number, number> = {};
  const deletions = [
    ...doomed.map((path) => () => {
      const ask = () => request('DELETE', path, { token: owner.token });
      return insist(ask, [204, 404], seen);
    }),
    ...leaving.map(({ token }) => () => {
      return insist(() => request('DELETE', '/auth/me', { token }), [204, 401], seen);
    }),
  ];
  // In an order that mixes the two, and spread over all blows.
  const mixed = upTo(deletions.length).map((n) => deletions[(n * 89) % deletions.length]);
  let [struck, begun] = [0, 0];
  const clients = atOnce(4, mixed, async (remove) => {
    await until(() => begun / deletions.length <= struck / blows, promisedMs);
    begun += 1;
    await remove?.();
  });
  const blown = strike(system, plan(), everyMs, () => {
    struck += 1;
  });
  const [last] = await Promise.all([blown.then(() => performance.now()), clients]);

  const all = [...doomed, ...theirs];
  const patience = () => promisedMs - (performance.now() - last);
  await until(async () => (await entriesLeft(entries, all)) === 0, patience());
  const seconds = (performance.now() - last) / 1000;
  // Whoever was killed between the last entry and that mark leaves it to the event, which the broker holds back for 30 s.
  await until(() => areGone(entries, all), patience());
  expect(await everythingOf(entries, controls)).toEqual(before);
  expect(
    Object.keys(seen).filter(
      (status) => ![0, 204, 401, 404, 502, 503, 504].includes(Number(status)),
    ),
  ).toEqual([]);
  await expectSound();
  const answers = JSON.stringify(seen);
  console.info(
    `${all.length} calendars, ${struck} blows: empty ${seconds.toFixed(1)} s after the last; ${answers}`,
  );
}, 600_000);

/** Neither a reconciler of the story's own nor the services' found anything to mend. */
async function expectSound(): Promise<void> {
  await using reconciling = await openReconciling(system, collectedLog().log);
  const round = reconciling.newReconciler();
  await round();
  await round();
  expect(await meters.value('calendar.reconciler.repairs')).toBe(0);
  for (const instance of [0, 1]) {
    const log = readFileSync(join(system.logs, `entry-${instance}.log`), 'utf8');
    expect(log).not.toContain('a calendar was mended');
  }
}
