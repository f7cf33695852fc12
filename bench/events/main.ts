// What the outbox costs: the relay of calendar beside bare publishing, and how long a committed event is on its way to a consumer.
import { connectBroker } from '@calendar/shared/events/connect';
import { openBroker } from '@calendar/shared/testing/broker';
import { api, newUser } from '@calendar/shared/testing/client';
import { collectedLog } from '@calendar/shared/testing/collected-log';
import { createConnection } from 'mysql2/promise';
import { median } from '../src/load.ts';
import { publishBare } from './bare.ts';
import { waysOf } from './latency.ts';
import { outboxOf } from './outbox.ts';
import { watch } from './watch.ts';

const ROUNDS = 11;
const EVENTS = 2_000;
const CREATED = 1_000;

const system = JSON.parse(process.env.BENCH_SYSTEM ?? '');
const { adminUrl, schemas } = system.database;
const request = api(system.baseUrl);
const { token } = await newUser(request);
const create = () => request('POST', '/calendars', { token, body: { name: 'One' } });
const db = await createConnection({ uri: `${adminUrl}/${schemas.calendar}` });
await using broker = connectBroker({
  url: system.natsUrl,
  name: 'admin',
  log: collectedLog().log,
});
const nc = await broker.ready;

const ways = await waysOf(nc, db, create, CREATED);
const [half, most] = [0.5, 0.99].map((part) => ways[Math.floor(ways.length * part)]);
console.log(`from before the commit to a consumer, ms, of ${CREATED}: p50 ${half}, p99 ${most}`);

// Nobody takes what is published from here on, so that both are measured alone.
await using held = await openBroker(system.natsUrl);
await held.pause('CALENDARS', 'entry');
const outbox = await outboxOf(db);
const rates: number[] = [];
for (let n = 0; n < ROUNDS; n += 1) {
  const bare = await watch(nc, EVENTS, () => publishBare(nc, outbox.model, EVENTS));
  const relayed = await watch(nc, EVENTS, () => outbox.fill(EVENTS));
  rates.push(relayed / bare);
}
const ratio = median(rates);
console.log(
  `relay / bare publishing, 200 at once, medians of ${ROUNDS} rounds of ${EVENTS}: ${ratio.toFixed(2)}`,
);
await db.end();
