// Ratios against bare baselines and of a large calendar to a small one. Absolute times mean nothing here.
// Usage, by `npm run bench`: main.ts [entries of the large calendar]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { api, newUser } from '@calendar/shared/testing/client';
import { createConnection } from 'mysql2/promise';
import { compare, heading } from './compare.ts';
import { fill, type Place } from './fill.ts';
import type { Target } from './load.ts';
import {
  bareCreate,
  bareRoute,
  bareWeek,
  create,
  listAgain,
  listKnown,
  listWeek,
} from './targets.ts';

const SMALL = 1_000;
const large = Number(process.argv[2] ?? 1_000_000);

const system = JSON.parse(process.env.BENCH_SYSTEM ?? '');
const { adminUrl, schemas } = system.database;
const request = api(system.baseUrl);
const user = await newUser(request);
const db = await createConnection({ uri: `${adminUrl}/${schemas.entry}` });
const filling = { db, request, user };

/** A token lives ten minutes, and all of this may take longer. */
async function newToken(): Promise<string> {
  const { email, password } = user;
  return (await request('POST', '/auth/login', { body: { email, password } })).body.accessToken;
}

async function startBare({ calendarId, ownerId }: Place) {
  const { jwksFile } = system;
  const given = { adminUrl, schema: schemas.entry, jwksFile, calendarId, ownerId };
  const child = fork(new URL('./bare.ts', import.meta.url), [JSON.stringify(given)]);
  const [{ port }] = await once(child, 'message');
  return { base: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

console.log(`filling a calendar of ${large} entries and three of ${SMALL} ...`);
const [short, bareShort, few] = [
  await fill(filling, { size: SMALL, years: false }),
  await fill(filling, { size: SMALL, years: false }),
  await fill(filling, { size: SMALL, years: true }),
];
const many = await fill(filling, { size: large, years: true });
await db.end();
const entry = system.services.entry[0];
const { base: bare, stop } = await startBare(bareShort);

// Lists come before what changes the calendars that they list.
const pairs: [Target, Target][] = [
  [listAgain('a week seen before', entry, short), bareRoute('bare route', bare)],
  [listKnown('a week that the client has', entry, short), bareRoute('bare route', bare)],
  [listWeek('list a week of 84', entry, short), bareWeek('bare SQL', bare, bareShort)],
  [create('create', entry, short), bareCreate('bare transaction', bare, bareShort)],
  [listWeek(`list a week in ${large}`, entry, many), listWeek(`in ${SMALL}`, entry, few)],
  [create(`create in ${large}`, entry, many), create(`in ${SMALL}`, entry, few)],
];
console.log(heading);
for (const [one, other] of pairs) {
  for (const clients of [1, 64]) {
    console.log(await compare(one, other, { clients, token: await newToken() }));
  }
}
stop();
