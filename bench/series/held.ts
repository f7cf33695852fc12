// For how long one request holds the event loop of the entry service at most, in the largest calendars that there may be.
// Usage, by `npm run bench`: held
import { setTimeout as pause } from 'node:timers/promises';
import { begin } from './bench.ts';
import { addMost, addOverrides, addThousand, makeCold, newCalendar } from './most.ts';
import { DAY, freeDaily, HOUR, iso, MIDDLE } from './plan.ts';

const bench = await begin();
const token = await bench.newToken();

type Asked = [name: string, method: string, path: string, body?: object];

/** What the probe in the service saw since it was asked last. */
async function longest(): Promise<{ clock: number; cpu: number }> {
  await pause(50);
  const response = await fetch(`http://127.0.0.1:${process.env.PROBE_PORT}`);
  return (await response.json()) as { clock: number; cpu: number };
}

async function measure([name, method, path, body]: Asked): Promise<void> {
  await longest();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? null : JSON.stringify(body);
  const began = performance.now();
  const response = await fetch(bench.entry + path, { method, headers, body: sent });
  await response.text();
  const took = performance.now() - began;
  const { clock, cpu } = await longest();
  const cells = [cpu, clock, took].map((ms) => ms.toFixed(0).padStart(9));
  console.log(name.padEnd(44), `${response.status}`.padStart(6), ...cells);
}

const [thousand, most, changed] = [
  await newCalendar(bench, 'a thousand'),
  await newCalendar(bench, 'most'),
  await newCalendar(bench, 'changed'),
];
for (const path of [thousand, most]) await addThousand(bench, path);
await addMost(bench, most);
const much = `${changed}/${await addOverrides(bench, changed)}`;
await makeCold(bench);
await bench.db.end();

const week = `?start=${iso(MIDDLE)}&end=${iso(MIDDLE + 7 * DAY)}`;
const always = '?start=0001-01-02T00:00:00Z&end=9999-12-31T00:00:00Z&limit=1000';
const day = (n: number) => iso(MIDDLE + n * DAY + HOUR);
const asked: Asked[] = [
  ['cold: a week of 1,000 series', 'GET', thousand + week],
  ['cold: a week of 10,000 series', 'GET', most + week],
  ['a week of 10,000 series, 1,000 a page', 'GET', `${most}${week}&limit=1000`],
  ['10,000 years of 10,000 series', 'GET', most + always],
  ['the same, not expanded', 'GET', `${most}${always}&expand=false`],
  ['check a daily series against 10,000', 'POST', `${most}/check`, freeDaily(0)],
  ['create a daily series against 10,000', 'POST', `${most}?force=true`, freeDaily(0)],
  ['cold: a week of 10,000 overrides', 'GET', changed + week],
  ['10,000 years of 10,000 overrides', 'GET', changed + always],
  ['another title over 10,000 overrides', 'PATCH', much, { title: 'New' }],
  ['another hour', 'PATCH', `${much}?force=true`, { start: iso(MIDDLE + HOUR) }],
  ['a title for one occurrence', 'PATCH', `${much}?occurrence=${day(4)}`, { title: 'Own' }],
  [
    'a split in the middle',
    'PATCH',
    `${much}?scope=thisAndFuture&occurrence=${day(5_000)}`,
    { title: 'Split' },
  ],
  ['create a daily series beside them', 'POST', `${changed}?force=true`, freeDaily(0)],
];
console.log(`${'the event loop was held for'.padEnd(44)} status    ms CPU  ms clock ms answer`);
for (const each of asked) await measure(each);
