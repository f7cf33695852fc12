// Climbs towards the pair that takes longest to decide: changes the worst pair known a little, and keeps what is worse.
// Usage: node bench/recurrence/worst-pair.ts [seconds of CPU] [seed]

import { collisionOf } from '../../services/entry/src/domain/overlap/collision.ts';
import { type Change, seriesTimeline } from '../../services/entry/src/domain/overlap/timeline.ts';
import { nthOccurrence, type Series } from '../../services/entry/src/domain/recurrence/series.ts';
import { compiled } from '../../services/entry/test/oracle/compiled.ts';
import type { OracleRule, OracleSeries } from '../../services/entry/test/oracle/occurrences.ts';

const QUARTER = 900_000;
const ZONES = [
  ...['America/Santiago', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'UTC'],
  ...['Asia/Beirut', 'Europe/Berlin', 'Antarctica/Troll', 'Pacific/Chatham', 'America/Havana'],
];
const RULES = [
  { frequency: 'daily' },
  { frequency: 'daily', byMonth: [6, 7, 8] },
  { frequency: 'daily', byMonth: [3, 10], byDay: [{ day: 'su' }] },
  { frequency: 'weekly' },
  { frequency: 'weekly', byDay: [{ day: 'tu' }, { day: 'th' }, { day: 'sa' }] },
  { frequency: 'weekly', byDay: [{ day: 'su' }], byMonth: [3, 4, 10, 11] },
  { frequency: 'monthly', byMonthDay: [15, 31] },
  { frequency: 'monthly', byMonthDay: [29, -29, -30, 1, 15] },
  { frequency: 'monthly', byDay: [{ day: 'su', nthOfPeriod: 1 }, { day: 'sa' }] },
  { frequency: 'yearly', byMonth: [3, 10], byDay: [{ day: 'su', nthOfPeriod: -1 }] },
  { frequency: 'yearly', byDay: [{ day: 'su', nthOfPeriod: 13 }, { day: 'mo' }] },
  { frequency: 'yearly', byDay: [{ day: 'mo' }, { day: 'we' }, { day: 'fr' }] },
  {
    frequency: 'yearly',
    byDay: [{ day: 'mo' }, { day: 'we' }, { day: 'fr' }, { day: 'tu', nthOfPeriod: 53 }],
  },
] as const;
const INTERVALS = [1, 2, 3, 4, 5, 7, 8, 11, 16, 20, 22, 29, 31, 64, 97, 128, 400, 773, 997];
// How many occurrences are gone or moved, and how far apart in the series.
const CHANGES = [0, 0, 0, 3, 100, 1_000];
const APART = [1, 2, 50, 300];
// How often what met is taken out of the other series, and the pair decided again.
const DODGES = [0, 0, 4, 40];

const LIMITS = {
  zone: ZONES.length,
  start: 800,
  quarter: 96,
  length: 200,
  days: 6,
  interval: INTERVALS.length,
  kind: RULES.length,
  changes: CHANGES.length,
  apart: APART.length,
  moved: 2,
  dodges: DODGES.length,
};
type Plain = Record<keyof typeof LIMITS, number>;
type Pair = [Plain, Plain];

let seed = Number(process.argv[3] ?? 1);
const random = (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};
const of = <T>(list: readonly T[], place: number) => list[place] as T;

function described(plain: Plain): OracleSeries & { rule: OracleRule } {
  const { zone, start, quarter, length, days, interval, kind } = plain;
  const wall = Temporal.PlainDateTime.from('2027-01-01').add({
    days: start,
    minutes: quarter * 15,
  });
  return {
    start: wall.toString({ smallestUnit: 'second' }),
    timeZone: of(ZONES, zone),
    days: Math.max(0, days - 3),
    ms: (length + 1) * QUARTER,
    rule: { interval: of(INTERVALS, interval), skip: 'omit', ...of(RULES, kind) } as OracleRule,
  };
}

function changesOf(series: Series, { changes, apart, moved }: Plain): Change[] {
  return Array.from({ length: of(CHANGES, changes) }, (_, i) => i * of(APART, apart)).flatMap(
    (n) => {
      const occurrence = nthOccurrence(series, n)?.startMs;
      if (occurrence === undefined) return [];
      const startMs = occurrence + 5 * QUARTER;
      return [{ occurrence, busy: moved ? { startMs, endMs: startMs + QUARTER } : null }];
    },
  );
}

/** The best of three, in ms of CPU; `dodges` of the second are what counts. */
function cost([plain, last]: Pair): number {
  const series = compiled(described(plain));
  const one = seriesTimeline(series, changesOf(series, plain));
  const others = compiled(described(last));
  const changes = changesOf(others, last);
  for (let i = of(DODGES, last.dodges); i > 0; i -= 1) {
    const met = collisionOf(one, seriesTimeline(others, changes));
    const isOnRule = met?.other.occurrence === met?.other.startMs;
    if (!met || !isOnRule) break;
    changes.push({ occurrence: met.other.startMs, busy: null });
  }
  const other = seriesTimeline(others, changes);
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    collisionOf(one, other);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

const names = Object.keys(LIMITS) as (keyof Plain)[];
const fresh = () =>
  Object.fromEntries(names.map((name) => [name, random(LIMITS[name])])) as unknown as Plain;

function changed(pair: Pair): Pair {
  const next = structuredClone(pair);
  for (let i = 0; i <= random(2); i += 1) {
    const name = of(names, random(names.length));
    const plain = next[random(2)] as Plain;
    plain[name] = random(2) ? random(LIMITS[name]) : (plain[name] + 1) % LIMITS[name];
  }
  return next;
}

const seconds = Number(process.argv[2] ?? 60);
let worst = { ms: 0, pair: [fresh(), fresh()] as Pair };
let best = worst;
for (let idle = 0; process.cpuUsage().user < seconds * 1e6; idle += 1) {
  // After long without anything worse it begins elsewhere.
  if (idle > 300) [best, idle] = [{ ms: 0, pair: [fresh(), fresh()] }, 0];
  const pair = changed(best.pair);
  const ms = cost(pair);
  if (ms <= best.ms) continue;
  [best, idle] = [{ ms, pair }, 0];
  if (ms <= worst.ms) continue;
  worst = best;
  const shown = pair.map((plain) => ({ ...plain, ...described(plain) }));
  process.stdout.write(`${ms.toFixed(2)} ms ${JSON.stringify(shown)}\n`);
}
