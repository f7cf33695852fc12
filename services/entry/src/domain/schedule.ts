// When an entry happens: start, time zone and duration as sent in, its instants and wall clock out; or every fault of them.

import type { Fault } from '@calendar/shared/errors';
import { DAY } from './time/civil.ts';
import { type Duration, parseDuration } from './time/duration.ts';
import { isWithinTime, parseStart, type Start } from './time/timestamp.ts';
import { formatLocal } from './time/timestamp-text.ts';
import { type Zone, zoneNamed } from './time/zone.ts';

export type SentSchedule = { start: string; timeZone: string; duration: string };

/** `startMs` and `endMs` are epoch ms, half-open. `wallStart` is the wall clock in `zone`, `YYYY-MM-DDTHH:MM:SS`, as sent: it may lie in a gap. */
export type Schedule = {
  startMs: number;
  endMs: number;
  wallStart: string;
  zone: Zone;
  duration: Duration;
};

export type Faulty = { faults: Fault[] };

/** The instant and the wall clock (local ms) at which an entry starts. */
export type Anchor = { startMs: number; wallMs: number };

/** The schedule of a new entry, or every fault of it. */
export function planSchedule(sent: SentSchedule): Schedule | Faulty {
  const { faults, start, zone, duration } = readSchedule(sent);
  if (!start || !zone || !duration) return { faults };
  const anchor = anchorOf(start, zone);
  return 'faults' in anchor ? anchor : scheduleFrom(anchor, zone, duration);
}

/** The faults that the fields sent show by themselves, before anything stored is known; fields that are left out have none. */
export function faultsOfSent(sent: Partial<SentSchedule>): Fault[] {
  const { faults, start, zone, duration } = readSchedule(sent);
  if (!start) return faults;
  if (!zone) return 'localMs' in start ? faults : [...faults, ...faultsOfStart(start.instantMs)];
  const anchor = anchorOf(start, zone);
  if ('faults' in anchor) return [...faults, ...anchor.faults];
  if (!duration) return [...faults, ...faultsOfStart(anchor.startMs)];
  const schedule = scheduleFrom(anchor, zone, duration);
  return 'faults' in schedule ? [...faults, ...schedule.faults] : faults;
}

export type ReadSchedule = { faults: Fault[]; start?: Start; zone?: Zone; duration?: Duration };

/** Reads what is there of the three fields; `faults` names those that break a rule of their own. */
export function readSchedule(sent: Partial<SentSchedule>): ReadSchedule {
  const read: ReadSchedule = { faults: [] };
  if (sent.start !== undefined) {
    const start = parseStart(sent.start);
    if ('broken' in start) read.faults.push({ pointer: '/start', detail: start.broken });
    else read.start = start;
  }
  if (sent.duration !== undefined) {
    const duration = parseDuration(sent.duration);
    if ('broken' in duration) read.faults.push({ pointer: '/duration', detail: duration.broken });
    else read.duration = duration;
  }
  if (sent.timeZone !== undefined) {
    const zone = zoneNamed(sent.timeZone);
    if (zone) read.zone = zone;
    else read.faults.push({ pointer: '/timeZone', detail: 'must be an IANA time zone' });
  }
  return read;
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

/** The schedule from an anchor on; a start or end outside of time, or an end that is not after the start, is a fault. */
export function scheduleFrom(anchor: Anchor, zone: Zone, duration: Duration): Schedule | Faulty {
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
  return { startMs, endMs, wallStart: formatLocal(wallMs), zone, duration };
}

/** Where an entry ends (epoch ms): days are added to the wall clock as sent, hours and below exactly (RFC 5545 section 3.3.6). */
export function endOf(startMs: number, wallMs: number, duration: Duration, zone: Zone): number {
  // Without days the start counts, which may be the second of a wall clock that comes twice.
  if (duration.days === 0) return startMs + duration.ms;
  return zone.toInstant(wallMs + duration.days * DAY) + duration.ms;
}

function faultsOfStart(startMs: number): Fault[] {
  if (isWithinTime(startMs)) return [];
  const detail = 'must be from 0001-01-02T00:00:00Z to 9999-12-31T00:00:00Z';
  return [{ pointer: '/start', detail }];
}
