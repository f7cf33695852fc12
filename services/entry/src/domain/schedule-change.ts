// A change of when an entry happens: what is stored and what was sent in, the schedule that follows out; or every fault.

import type { Fault } from '@calendar/shared/errors';
import {
  type Anchor,
  anchorOf,
  type Faulty,
  type ReadSchedule,
  readSchedule,
  type Schedule,
  type SentSchedule,
  scheduleFrom,
} from './schedule.ts';
import { storedDuration } from './time/duration.ts';
import { parseInstant, parseStart } from './time/timestamp.ts';
import { storedZone, type Zone } from './time/zone.ts';

/** As a row holds it: epoch ms, the wall clock as sent, the zone's name and the duration's text. */
export type StoredSchedule = {
  startMs: number;
  endMs: number;
  wallStart: string;
  timeZone: string;
  duration: string;
};

/** What a PUT or PATCH says; `end` is read-only and only compared. */
export type SentChange = Partial<SentSchedule & { end: string }>;

/** `differs`: start, zone or length are others than stored, so that overlap has to be decided again. */
export type ChangedSchedule = Schedule & { differs: boolean };

/** The schedule after a change, or every fault of it. What is left out stays as stored. */
export function changeSchedule(stored: StoredSchedule, sent: SentChange): ChangedSchedule | Faulty {
  const read = readSchedule(sent);
  const endMs = readEnd(sent.end, read.faults);
  if (read.faults.length > 0) return { faults: read.faults };
  const zone = read.zone ?? storedZone(stored.timeZone);
  const anchor = anchorAfter(stored, read, zone);
  if ('faults' in anchor) return anchor;
  const changed = scheduleAfter(stored, read, zone, anchor);
  if ('faults' in changed) return changed;
  if (endMs !== null && endMs !== stored.endMs && endMs !== changed.endMs) {
    const detail = 'is read-only: must be left out, as stored, or what start and duration give';
    return { faults: [{ pointer: '/end', detail }] };
  }
  return changed;
}

function readEnd(end: string | undefined, faults: Fault[]): number | null {
  if (end === undefined) return null;
  const read = parseInstant(end);
  if (!('broken' in read)) return read.instantMs;
  faults.push({ pointer: '/end', detail: read.broken });
  return null;
}

/** A start equal to the one shown changes nothing, whatever wall clock is behind it; another zone alone keeps the instant. */
function anchorAfter(stored: StoredSchedule, read: ReadSchedule, zone: Zone): Anchor | Faulty {
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
  read: ReadSchedule,
  zone: Zone,
  anchor: Anchor,
): ChangedSchedule | Faulty {
  const before = storedDuration(stored.duration);
  const duration = read.duration ?? before;
  const differs =
    anchor.startMs !== stored.startMs ||
    zone.name !== stored.timeZone ||
    duration.days !== before.days ||
    duration.ms !== before.ms;
  if (!differs) {
    // The instants stay those of the zone data that the entry was decided with.
    const { startMs, endMs, wallStart } = stored;
    return { startMs, endMs, wallStart, zone, duration, differs };
  }
  const schedule = scheduleFrom(anchor, zone, duration);
  return 'faults' in schedule ? schedule : { ...schedule, differs };
}

/** A stored wall clock as local ms. */
function readWall(wallStart: string): number {
  const wall = parseStart(wallStart);
  if (!('localMs' in wall)) throw new Error(`A stored wall clock is none: ${wallStart}`);
  return wall.localMs;
}
