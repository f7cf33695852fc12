// Every instance of every service is replaced, one after the other, under load: nobody notices.
import { upTo } from '@calendar/shared/testing/at-once';
import { inForm } from '@calendar/shared/testing/chaos';
import { api } from '@calendar/shared/testing/client';
import { openTables } from '@calendar/shared/testing/tables';
import { until } from '@calendar/shared/testing/until';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OwnSystem, startSystem } from '../../dev/testing.mjs';
import { type Lives, live } from './support/living.ts';

const PEOPLE = 6;
const instances = { auth: 2, calendar: 2, entry: 2 };
type Service = keyof typeof instances;
const services = ['auth', 'calendar', 'entry'] as const;

/** What is replaced at the same time: all services, and in the long form first one after the other. */
const steps: readonly (readonly Service[])[] = inForm(
  [services],
  upTo(2).flatMap(() => [...services.map((service) => [service]), services]),
);
/** An instance serves on for 5 s and then ends by itself; SIGKILL would come after 20. */
const longestEndMs = 15_000;

let system: OwnSystem;
beforeAll(async () => {
  const settings = { all: { DRAIN_SECONDS: '5' } };
  system = await startSystem({ name: 'rolling', instances, settings });
}, 120_000);
afterAll(() => system.stop());

/** One instance of a service after the other; returns how long each took to end, in ms. */
async function roll(service: Service, lives: Lives): Promise<number[]> {
  const took: number[] = [];
  for (const index of upTo(instances[service])) {
    const { asked } = lives;
    await until(() => lives.asked > asked + PEOPLE);
    const begun = performance.now();
    await system.kill(service, index, 'SIGTERM');
    took.push(Math.round(performance.now() - begun));
    await system.start(service, index);
  }
  return took;
}

async function rollAll(lives: Lives): Promise<number[]> {
  const took: number[][] = [];
  for (const step of steps) {
    took.push(...(await Promise.all(step.map((service) => roll(service, lives)))));
  }
  return took.flat();
}

const title = 'no request fails while all instances are replaced';
test(title, async () => {
  const lives: Lives = { asked: 0, failed: [], made: [] };
  let ended = false;
  const people = upTo(PEOPLE).map(() => live(api(system.baseUrl), lives, () => ended));
  const took = await rollAll(lives).finally(() => {
    ended = true;
  });
  await Promise.all(people);
  console.info(`${took.length} instances replaced, ${lives.asked} requests, ${took} ms to end`);
  expect(lives.failed).toEqual([]);
  expect(Math.max(...took)).toBeLessThan(longestEndMs);

  await using tables = openTables(system.database, 'entry');
  const rows = await tables.read('SELECT id FROM entry');
  expect(rows.map(({ id }) => id).sort()).toEqual(lives.made.sort());
}, 600_000);
