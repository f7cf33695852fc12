// Ratios against bare baselines, the two measured in turn; the median of the rounds is printed. Absolute times mean nothing here.
import { fork } from 'node:child_process';
import { api, newUser } from '@calendar/shared/testing/client';
import { until } from '@calendar/shared/testing/until';
import { createConnection } from 'mysql2/promise';
import { FIRST, fill, HOUR } from './fill.ts';
import { type Figures, load, type Target } from './load.ts';

const ROUNDS = 5;
const ROUND_MS = 2_000;
const WEEK = 7 * 24 * HOUR;
const LARGE = Number(process.argv[2] ?? 1_000_000);

const system = JSON.parse(process.env.BENCH_SYSTEM ?? '');
const request = api(system.baseUrl);
const user = await newUser(request);
const entryUrl = system.services.entry[0];
const db = await createConnection({
  uri: `${system.database.adminUrl}/${system.database.schemas.entry}`,
});

async function newCalendar(size: number) {
  const { body } = await request('POST', '/calendars', {
    token: user.token,
    body: { name: `${size}` },
  });
  const place = { calendarId: body.id as string, ownerId: user.id };
  const known = 'SELECT id FROM calendar_ref WHERE id = ?';
  await until(async () => ((await db.query(known, [place.calendarId]))[0] as unknown[]).length > 0);
  await fill(db, place, size);
  return { ...place, weekStart: FIRST + Math.max(0, size * 2 * HOUR - 2 * WEEK), size };
}

type Place = Awaited<ReturnType<typeof newCalendar>>;

const iso = (ms: number) => new Date(ms).toISOString();
let slot = 0;

/** A week of 84 entries. */
const week = (name: string, { calendarId, weekStart }: Place): Target => {
  const path = `/calendars/${calendarId}/entries?start=${iso(weekStart)}&end=${iso(weekStart + WEEK)}`;
  return {
    name,
    base: entryUrl,
    expected: 200,
    request: () => ({ method: 'GET', path, token: user.token }),
  };
};

/** Half an hour that nothing else has, between two entries, from the last year of the calendar on. */
const create = (name: string, { calendarId, weekStart }: Place): Target => ({
  name,
  base: entryUrl,
  expected: 201,
  request: () => {
    slot += 1;
    const start = iso(weekStart + slot * 2 * HOUR + HOUR);
    const body = JSON.stringify({ title: 'New', start, duration: 'PT30M' });
    return { method: 'POST', path: `/calendars/${calendarId}/entries`, body, token: user.token };
  },
});

const bare = (name: string, base: string, path: string, expected: number): Target => {
  const method = expected === 201 ? 'POST' : 'GET';
  return { name, base, expected, request: () => ({ method, path, token: user.token }) };
};

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Measures `one` and `other` in turn. A ratio of rates above 1, or of times below 1, is in favour of `one`. */
async function compare(one: Target, other: Target, clients: number): Promise<string> {
  const rounds: { a: Figures; b: Figures }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const a = await load(one, clients, ROUND_MS);
    const b = await load(other, clients, ROUND_MS);
    if (round > 0) rounds.push({ a, b }); // the first warms up
  }
  const rate = median(rounds.map(({ a, b }) => a.perSecond / b.perSecond));
  const time = median(rounds.map(({ a, b }) => a.p50 / b.p50));
  const line = [`${one.name} / ${other.name}`.padEnd(58), String(clients).padStart(7)];
  return [...line, rate.toFixed(2).padStart(8), time.toFixed(2).padStart(8)].join(' ');
}

async function startBare(place: Place): Promise<{ base: string; stop: () => void }> {
  const { adminUrl, schemas } = system.database;
  const given = {
    adminUrl,
    schema: schemas.entry,
    jwksFile: system.jwksFile,
    ...place,
    weekEnd: place.weekStart + WEEK,
  };
  const child = fork(new URL('./bare.ts', import.meta.url), [JSON.stringify(given)]);
  const { port } = await new Promise<{ port: number }>((resolve) =>
    child.once('message', resolve as never),
  );
  return { base: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

console.log('filling calendars …');
const small = await newCalendar(1_000);
const large = await newCalendar(LARGE);
const baseline = await startBare(small);
console.log(`${''.padEnd(58)} clients   rate    p50     (medians of ${ROUNDS} ratios)`);
const pairs: [Target, Target][] = [
  [week('a week, uncached', small), bare('its bare SQL', baseline.base, '/week', 200)],
  [
    create('create with conflict check', small),
    bare('bare transaction', baseline.base, '/create', 201),
  ],
  [week(`a week of ${LARGE}`, large), week('a week of 1000', small)],
  [create(`create in ${LARGE}`, large), create('create in 1000', small)],
];
for (const [one, other] of pairs) {
  for (const clients of [1, 32]) console.log(await compare(one, other, clients));
}
baseline.stop();
await db.end();
