// Climbs towards the pair that takes longest to decide: changes the worst pair known a little, and keeps what is worse.
// Usage: node bench/recurrence/worst-pair.ts [seconds]

import { collisionOf } from '../../services/entry/src/domain/overlap/collision.ts';
import { compiled, timeline } from '../../services/entry/test/oracle/compiled.ts';
import type { OracleSeries } from '../../services/entry/test/oracle/occurrences.ts';

type Plain = {
  zone: number;
  start: number;
  quarter: number;
  length: number;
  interval: number;
  kind: number;
};
type Pair = [Plain, Plain];

const ZONES = [
  'America/Santiago',
  'America/New_York',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'UTC',
];
const RULES = [
  { frequency: 'daily' },
  { frequency: 'weekly' },
  { frequency: 'weekly', byDay: [{ day: 'tu' }, { day: 'th' }, { day: 'sa' }] },
  { frequency: 'monthly', byMonthDay: [15, 31] },
  { frequency: 'daily', byMonth: [6, 7, 8] },
  { frequency: 'monthly', byDay: [{ day: 'su', nthOfPeriod: 1 }, { day: 'sa' }] },
] as const;
const LIMITS = {
  zone: ZONES.length,
  start: 800,
  quarter: 96,
  length: 400,
  interval: 60,
  kind: RULES.length,
};

let seed = 1;
const random = (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};

function described({ zone, start, quarter, length, interval, kind }: Plain): OracleSeries {
  const wall = Temporal.PlainDateTime.from('2027-01-01').add({
    days: start,
    minutes: quarter * 15,
  });
  return {
    start: wall.toString({ smallestUnit: 'second' }),
    timeZone: ZONES[zone] as string,
    days: 0,
    ms: (length + 1) * 900_000,
    rule: { interval: interval + 1, skip: 'omit', ...RULES[kind] } as OracleSeries['rule'] & object,
  };
}

/** The best of three, in ms of CPU. */
function cost(pair: Pair): number {
  const [one, other] = pair.map((plain) => timeline({ series: described(plain), changes: [] }));
  if (!one || !other) throw new Error('a pair has two');
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    collisionOf(one, other);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

const fresh = () =>
  Object.fromEntries(
    Object.entries(LIMITS).map(([name, limit]) => [name, random(limit)]),
  ) as unknown as Plain;

function changed(pair: Pair): Pair {
  const next = structuredClone(pair);
  const names = Object.keys(LIMITS) as (keyof Plain)[];
  for (let i = 0; i <= random(2); i += 1) {
    const name = names[random(names.length)] as keyof Plain;
    const plain = next[random(2)] as Plain;
    plain[name] = random(2) ? random(LIMITS[name]) : (plain[name] + 1) % LIMITS[name];
  }
  return next;
}

const until = performance.now() + Number(process.argv[2] ?? 60) * 1_000;
let worst = { ms: 0, pair: [fresh(), fresh()] as Pair };
let best = worst;
for (let idle = 0; performance.now() < until; idle += 1) {
  // After long without anything worse it begins elsewhere.
  if (idle > 150) [best, idle] = [{ ms: 0, pair: [fresh(), fresh()] }, 0];
  const pair = changed(best.pair);
  const ms = cost(pair);
  if (ms <= best.ms) continue;
  [best, idle] = [{ ms, pair }, 0];
  if (ms <= worst.ms) continue;
  worst = best;
  const shown = pair.map((plain) => compiled(described(plain) as never) && described(plain));
  process.stdout.write(`${ms.toFixed(2)} ms ${JSON.stringify(shown)}\n`);
}
