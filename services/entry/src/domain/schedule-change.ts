// A change of when an entry happens: what is stored and what was sent in, the schedule that follows out; or every fault.

import type { Fault } from '@calendar/shared/errors';
import type { Entry } from './entry.ts';
import { mergeRule, type RulePatch, ruleView } from './recurrence/sent-rule.ts';
import {
  anchorOf,
  type Faulty,
  type ReadSchedule,
  readSchedule,
  type Schedule,
  type SentSchedule,
  scheduleFrom,
} from './schedule.ts';
import type { Anchor } from './time/anchor.ts';
import { type Duration, storedDuration } from './time/duration.ts';
import { parseInstant, readWall } from './time/timestamp.ts';
import { storedZone, type Zone } from './time/zone.ts';

export type StoredSchedule = Pick<
  Entry,
  'startMs' | 'endMs' | 'wallStart' | 'timeZone' | 'duration' | 'rule' | 'ruleStart'
>;

/** What a PUT (`whole`) or PATCH says; `end` is read-only and only compared. In a PATCH `recurrence` is merged with what is stored. */
export type SentChange = Partial<Omit<SentSchedule, 'recurrence'> & { end: string }> & {
  recurrence?: RulePatch | null;
  whole?: boolean;
};

/** The fields sent, read; `zone` is that of the entry from now on. */
export type ReadChange = Omit<ReadSchedule, 'faults'> & { zone: Zone; endMs: number | null };

/** `differs`: start, zone, length or rule are others than stored, so that overlap has to be decided again. */
export type ChangedSchedule = Schedule & { differs: boolean };

/** Reads what was sent, before it is held against the stored schedule; or every fault of it. */
export function readChange(stored: StoredSchedule, sent: SentChange): ReadChange | Faulty {
  const { whole = false, end, recurrence = whole ? null : undefined, ...fields } = sent;
  const before = storedZone(stored.timeZone);
  const shownRule = stored.rule && !whole ? ruleView(stored.rule, before) : null;
  const rule = recurrence && mergeRule(shownRule, recurrence);
  const { faults, ...read } = readSchedule({
    ...fields,
    ...(rule !== undefined && { recurrence: rule }),
  });
  const endMs = readEnd(end, faults);
  return faults.length > 0 ? { faults } : { ...read, zone: read.zone ?? before, endMs };
}

function readEnd(end: string | undefined, faults: Fault[]): number | null {
  if (end === undefined) return null;
  const read = parseInstant(end);
  if (!('broken' in read)) return read.instantMs;
  faults.push({ pointer: '/end', detail: read.broken });
  return null;
}

/** An `end` may be any of those that are or will be shown (epoch ms). */
export function faultsOfEnd(endMs: number | null, ...shown: number[]): Fault[] {
  if (endMs === null || shown.includes(endMs)) return [];
  const detail = 'is read-only: must be left out, as stored, or what start and duration give';
  return [{ pointer: '/end', detail }];
}

/** The schedule of an entry that does not recur after a change, or every fault of it. What is left out stays as stored. */
export function changeSchedule(stored: StoredSchedule, read: ReadChange): ChangedSchedule | Faulty {
  const anchor = anchorAfter(stored, read, read.zone);
  if ('faults' in anchor) return anchor;
  const changed = scheduleAfter(stored, read, anchor);
  if ('faults' in changed) return changed;
  const faults = faultsOfEnd(read.endMs, stored.endMs, changed.endMs);
  return faults.length > 0 ? { faults } : changed;
}

/** A start equal to the one shown changes nothing, whatever wall clock is behind it; another zone alone keeps the instant. */
function anchorAfter(stored: StoredSchedule, read: ReadChange, zone: Zone): Anchor | Faulty {
  const kept = { startMs: stored.startMs, wallMs: readWall(stored.wallStart) };
  const sameZone = zone.name === stored.timeZone;
  if (!read.start) {
    return sameZone ? kept : { ...kept, wallMs: zone.toLocal(stored.startMs) };
  }
  const sent = anchorOf(read.start, zone);
  return sameZone && !('faults' in sent) && sent.startMs === kept.startMs ? kept : sent;
}

function scheduleAfter(
  stored: StoredSchedule,
  { zone, rule, ...read }: ReadChange,
  anchor: Anchor,
): ChangedSchedule | Faulty {
  const before = storedDuration(stored.duration);
  const duration = read.duration ?? before;
  const sameTimes =
    anchor.startMs === stored.startMs &&
    zone.name === stored.timeZone &&
    sameDuration(duration, before);
  if (sameTimes && !rule) {
    // The instants stay those of the zone data that the entry was decided with.
    const { startMs, endMs, wallStart } = stored;
    return { startMs, endMs, wallStart, zone, duration, series: null, differs: false };
  }
  const schedule = scheduleFrom(anchor, zone, duration, rule ?? null);
  return 'faults' in schedule ? schedule : { ...schedule, differs: true };
}

/** Whether two durations are the same time, however written. */
export const sameDuration = (one: Duration, other: Duration): boolean =>
  one.days === other.days && one.ms === other.ms;
