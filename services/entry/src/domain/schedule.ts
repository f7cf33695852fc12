// When an entry happens: start, time zone, duration and rule as sent in, its instants and wall clock out; or every fault of them.

import type { Fault } from '@calendar/shared/errors';
import type { Rule } from './recurrence/rule.ts';
import { faultsOfStartedRule } from './recurrence/rule-faults.ts';
import { type ReadRule, readRule, ruleIn, type SentRule } from './recurrence/sent-rule.ts';
import { compileSeries, type Series } from './recurrence/series.ts';
import { type Anchor, endOf } from './time/anchor.ts';
import { DAY } from './time/civil.ts';
import { type Duration, parseDuration } from './time/duration.ts';
import { type Broken, isWithinTime, parseStart, type Start } from './time/timestamp.ts';
import { formatLocal } from './time/timestamp-text.ts';
import { type Zone, zoneNamed } from './time/zone.ts';

export type SentSchedule = {
  start: string;
  timeZone: string;
  duration: string;
  recurrence?: Partial<SentRule> | null;
};

/**
 * `startMs` and `endMs` are epoch ms, half-open; of a series, its first occurrence's. `wallStart` is the wall clock in `zone`,
 * `YYYY-MM-DDTHH:MM:SS`, as sent: it may lie in a gap.
 */
export type Schedule = {
  startMs: number;
  endMs: number;
  wallStart: string;
  zone: Zone;
  duration: Duration;
  /** Null where it does not recur. */
  series: Series | null;
};

export type Faulty = { faults: Fault[] };

/** The schedule of a new entry, or every fault of it. */
export function planSchedule(sent: SentSchedule): Schedule | Faulty {
  const { faults, start, zone, duration, rule } = readSchedule(sent);
  if (faults.length > 0 || !start || !zone || !duration) return { faults };
  const anchor = anchorOf(start, zone);
  return 'faults' in anchor ? anchor : scheduleFrom(anchor, zone, duration, rule ?? null);
}

/** The faults that the fields sent show by themselves, before anything stored is known; fields that are left out have none. */
export function faultsOfSent(sent: Partial<SentSchedule>): Fault[] {
  const { faults, start, zone, duration, rule } = readSchedule(sent);
  if (!start) return faults;
  if (!zone) return 'localMs' in start ? faults : [...faults, ...faultsOfStart(start.instantMs)];
  const anchor = anchorOf(start, zone);
  if ('faults' in anchor) return [...faults, ...anchor.faults];
  if (!duration) return [...faults, ...faultsOfStart(anchor.startMs)];
  const schedule = scheduleFrom(anchor, zone, duration, rule ?? null);
  return 'faults' in schedule ? [...faults, ...schedule.faults] : faults;
}

export type ReadSchedule = {
  faults: Fault[];
  start?: Start;
  zone?: Zone;
  duration?: Duration;
  rule?: ReadRule | null;
};

/** Reads what is there of the four fields; `faults` names those that break a rule of their own. */
export function readSchedule(sent: Partial<SentSchedule>): ReadSchedule {
  const faults: Fault[] = [];
  const start = sound('/start', sent.start, parseStart, faults);
  const duration = sound('/duration', sent.duration, parseDuration, faults);
  const zone = sound('/timeZone', sent.timeZone, parseZone, faults);
  const rule = sent.recurrence && readRule(sent.recurrence);
  if (rule && 'faults' in rule) faults.push(...rule.faults);
  return {
    faults,
    ...(start && { start }),
    ...(duration && { duration }),
    ...(zone && { zone }),
    ...(rule !== undefined && !(rule && 'faults' in rule) && { rule }),
  };
}

const parseZone = (name: string): Zone | Broken =>
  zoneNamed(name) ?? { broken: 'must be an IANA time zone' };

/** What a text says, undefined where it is left out or broken. */
function sound<T extends object>(
  pointer: string,
  text: string | undefined,
  parse: (text: string) => T | Broken,
  faults: Fault[],
): T | undefined {
  const read = text === undefined ? undefined : parse(text);
  if (!read || !('broken' in read)) return read;
  faults.push({ pointer, detail: read.broken });
  return undefined;
}

/** Where a start lies in a zone. A wall clock on a date that the zone skips whole is a fault. */
export function anchorOf(start: Start, zone: Zone): Anchor | Faulty {
  if ('instantMs' in start) {
    return { startMs: start.instantMs, wallMs: zone.toLocal(start.instantMs) };
  }
  if (zone.skipsDate(Math.floor(start.localMs / DAY))) {
    const detail = `must be on a date that exists in ${zone.name}, which skips this one`;
    return { faults: [{ pointer: '/start', detail }] };
  }
  return { startMs: zone.toInstant(start.localMs), wallMs: start.localMs };
}

/** The schedule from an anchor on; a start or end outside of time, an end that is not after the start, or a rule without dates is a fault. */
export function scheduleFrom(
  anchor: Anchor,
  zone: Zone,
  duration: Duration,
  sentRule: ReadRule | null,
): Schedule | Faulty {
  const schedule = singleFrom(anchor, zone, duration);
  if ('faults' in schedule || sentRule === null) return schedule;
  const rule = ruleIn(sentRule, zone);
  return 'faults' in rule ? rule : recurring(schedule, anchor, rule);
}

function recurring(schedule: Schedule, anchor: Anchor, rule: Rule): Schedule | Faulty {
  const { zone, duration } = schedule;
  const start = { ...anchor, ruleWallMs: anchor.wallMs, zone, duration };
  const faults = faultsOfStartedRule(rule, start);
  return faults.length > 0 ? { faults } : { ...schedule, series: compileSeries(rule, start) };
}

/** The schedule of a series that is known. */
export const scheduleOf = (series: Series): Schedule => ({
  ...series.first,
  wallStart: formatLocal(series.wallMs),
  zone: series.zone,
  duration: series.duration,
  series,
});

/** Like `scheduleFrom`, of an entry that does not recur. */
export function singleFrom(anchor: Anchor, zone: Zone, duration: Duration): Schedule | Faulty {
  const { startMs, wallMs } = anchor;
  const faults = faultsOfStart(startMs);
  if (faults.length > 0) return { faults };
  const endMs = endOf(startMs, wallMs, duration, zone);
  if (!isWithinTime(endMs)) {
    faults.push({ pointer: '/duration', detail: 'must end by 9999-12-31T00:00:00Z' });
  } else if (endMs <= startMs) {
    faults.push({ pointer: '/duration', detail: 'must end after the start in this time zone' });
  }
  if (faults.length > 0) return { faults };
  return { startMs, endMs, wallStart: formatLocal(wallMs), zone, duration, series: null };
}

function faultsOfStart(startMs: number): Fault[] {
  if (isWithinTime(startMs)) return [];
  const detail = 'must be from 0001-01-02T00:00:00Z to 9999-12-31T00:00:00Z';
  return [{ pointer: '/start', detail }];
}
