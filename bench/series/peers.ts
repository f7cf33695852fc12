// A week of a calendar of 1,000 entries, 50 of them series, from the entry service, Radicale and Xandikos, each in turn.
// Usage, by `npm run bench`: peers
import { Pool } from 'undici';
import { median } from '../src/load.ts';
import { begin } from './bench.ts';
import { type Peer, report, startRadicale, startXandikos } from './caldav.ts';
import { cpuMs, ownPids } from './cpu.ts';
import { iso } from './plan.ts';
import { events, week } from './week.ts';

const ROUNDS = 7;
const ROUND_MS = 2_000;

type Asked = {
  name: string;
  url: string;
  pids: number[];
  request: () => Parameters<Pool['request']>[0];
  /** What an answer holds once for each item. */
  item: string;
};

const bench = await begin();
const token = await bench.newToken();
const path = `/calendars/${await bench.make('/calendars', { name: 'week' })}/entries`;
for (const { uid, startMs, recurs } of events) {
  const entry = { title: `Entry ${uid}`, start: iso(startMs), duration: 'PT30M' };
  await bench.make(`${path}?force=true`, { ...entry, recurrence: recurs?.recurrence ?? null });
}
await bench.db.end();

let times = 0;
/** Windows that show the same, so that none is asked for twice. */
function list() {
  times += 1;
  const query = `start=${iso(week.startMs)}&end=${iso(week.endMs - times)}&limit=1000`;
  return { method: 'GET', path: `${path}?${query}`, headers: { authorization: `Bearer ${token}` } };
}

const reported = ({ name, url, pid }: Peer, expand: boolean): Asked => {
  const request = { ...report(week, expand), path: new URL(url).pathname };
  const what = expand ? 'every occurrence' : 'series as they are';
  const item = 'BEGIN:VEVENT';
  return { name: `${name}, ${what}`, url, pids: [pid], request: () => request, item };
};

/** One client that sends its next request when the last is answered. */
function client({ name, url, pids, request, item }: Asked) {
  const pool = new Pool(new URL(url).origin, { connections: 1 });
  const once = async () => {
    const { statusCode, body } = await pool.request(request());
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${name}: ${statusCode} ${text}`);
    return text;
  };
  const round = async () => {
    const [began, used] = [performance.now(), cpuMs(pids)];
    let count = 0;
    for (; count === 0 || performance.now() - began < ROUND_MS; count += 1) await once();
    return { ms: (performance.now() - began) / count, cpu: (cpuMs(pids) - used) / count };
  };
  return { name, round, items: async () => (await once()).split(item).length - 1 };
}

process.once('SIGTERM', () => process.exit(1)); // which ends the peers too
const [venv, { folder }] = [process.env.PEERS ?? '', JSON.parse(process.env.BENCH_SYSTEM ?? '')];
const peers = [
  await startRadicale(venv, folder, events),
  await startXandikos(venv, folder, events),
];
const own = {
  name: 'this',
  url: bench.entry,
  pids: ownPids(),
  request: list,
  item: '"calendarId"',
};
const theirs = [false, true].flatMap((expand) => peers.map((peer) => reported(peer, expand)));
const lines = [own, ...theirs].map((one) => {
  const { items, ...rest } = client(one);
  return { ...rest, items, rounds: [] as { ms: number; cpu: number }[] };
});

console.log(
  `one client, medians of ${ROUNDS}`.padEnd(36),
  'items       ms   ratio   CPU ms   ratio',
);
const items = new Map<string, number>();
for (const line of lines) items.set(line.name, await line.items());
for (let n = 0; n < ROUNDS; n += 1) for (const line of lines) line.rounds.push(await line.round());
for (const { name, rounds } of lines) {
  const cells = (['ms', 'cpu'] as const).flatMap((unit) => [
    median(rounds.map((round) => round[unit]))
      .toFixed(1)
      .padStart(8),
    median(rounds.map((round, n) => round[unit] / (lines[0]?.rounds[n]?.[unit] ?? Number.NaN)))
      .toFixed(0)
      .padStart(7),
  ]);
  console.log(name.padEnd(36), `${items.get(name)}`.padStart(5), ...cells);
}
process.exit();
