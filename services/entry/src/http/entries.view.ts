// What a client sees of an entry, of a conflict, and of a refusal.
import { AppError } from '@calendar/shared/errors';
import type { Overlap, OverlapRefused } from '../domain/conflicts.ts';
import type { Entry } from '../domain/entry.ts';
import type { Occurring } from '../domain/kept-series.ts';
import type { Moment } from '../domain/overlap/timeline.ts';
import { holds, type Override } from '../domain/override.ts';
import { ruleView } from '../domain/recurrence/sent-rule.ts';
import { endOf } from '../domain/time/anchor.ts';
import { storedDuration } from '../domain/time/duration.ts';
import type { Interval } from '../domain/time/interval.ts';
import { readWall } from '../domain/time/timestamp.ts';
import { formatInZone, formatUtcMs } from '../domain/time/timestamp-text.ts';
import { storedZone } from '../domain/time/zone.ts';

export function entryView(entry: Entry) {
  return viewAt(entry, { startMs: entry.startMs, endMs: endOfFirst(entry) });
}

function viewAt(entry: Entry, at: Interval) {
  return {
    id: entry.id,
    calendarId: entry.calendarId,
    title: entry.title,
    description: entry.description,
    location: entry.location,
    ...intervalView(at, entry.timeZone),
    duration: entry.duration,
    timeZone: entry.timeZone,
    recurrence: entry.rule && ruleView(entry.rule, storedZone(entry.timeZone)),
    freeBusy: entry.busy ? 'busy' : 'free',
    forced: entry.forced,
    previousEntryId: entry.previousEntryId,
    nextEntryId: entry.nextEntryId,
    createdAt: formatUtcMs(entry.createdAt),
    updatedAt: formatUtcMs(entry.updatedAt),
  };
}

function endOfFirst({ rule, startMs, endMs, wallStart, duration, timeZone }: Entry): number {
  if (!rule) return endMs;
  return endOf(startMs, readWall(wallStart), storedDuration(duration), storedZone(timeZone));
}

/** An entry as a list shows each time that it happens; `at` null where it does not recur. */
export function occurrenceView(entry: Entry, at: Occurring | null) {
  if (!at) return { ...entryView(entry), occurrence: null, overridden: false };
  return {
    ...viewAt(at.override ? withOwn(entry, at.override) : entry, at),
    ...occurrenceName(at, entry.timeZone),
    overridden: at.override !== null && holds(at.override),
  };
}

const withOwn = (entry: Entry, { held, forced }: Override): Entry => ({
  ...entry,
  ...held,
  forced: forced ?? entry.forced,
});

/** The original start, which names an occurrence. */
const occurrenceName = ({ occurrence }: Pick<Moment, 'occurrence'>, timeZone: string) => ({
  occurrence: occurrence === null ? null : formatInZone(occurrence, storedZone(timeZone)),
});

export function intervalView({ startMs, endMs }: Interval, timeZone: string) {
  const zone = storedZone(timeZone);
  return { start: formatInZone(startMs, zone), end: formatInZone(endMs, zone) };
}

export function overlapView({ conflicts, conflictsTruncated, timeZone }: Overlap) {
  return {
    conflicts: conflicts.map(({ candidate, existing }) => ({
      candidate: { ...intervalView(candidate, timeZone), ...occurrenceName(candidate, timeZone) },
      existing: {
        entryId: existing.entryId,
        title: existing.title,
        ...intervalView(existing, existing.timeZone),
        ...occurrenceName(existing, existing.timeZone),
      },
    })),
    conflictsTruncated,
  };
}

/** The 409 of a write that was not forced. */
export function overlapProblem({ overlap }: OverlapRefused): AppError {
  const detail =
    'The entry overlaps with others of this calendar; force=true lets it in all the same.';
  return new AppError('entry-overlap', detail, {
    members: { forceable: true, ...overlapView(overlap) },
  });
}
