// What a client sees of an entry, of a conflict, and of a refusal.
import { AppError } from '@calendar/shared/errors';
import type { Entry } from '../domain/entry.ts';
import type { Interval } from '../domain/overlap.ts';
import type { Overlap, OverlapRefused } from '../domain/overlap-refused.ts';
import { formatInZone, formatUtcMs } from '../domain/time/timestamp-text.ts';
import { storedZone } from '../domain/time/zone.ts';

export function entryView(entry: Entry) {
  const zone = storedZone(entry.timeZone);
  return {
    id: entry.id,
    calendarId: entry.calendarId,
    title: entry.title,
    description: entry.description,
    location: entry.location,
    start: formatInZone(entry.startMs, zone),
    end: formatInZone(entry.endMs, zone),
    duration: entry.duration,
    timeZone: entry.timeZone,
    recurrence: null,
    freeBusy: entry.busy ? 'busy' : 'free',
    forced: entry.forced,
    previousEntryId: entry.previousEntryId,
    nextEntryId: entry.nextEntryId,
    createdAt: formatUtcMs(entry.createdAt),
    updatedAt: formatUtcMs(entry.updatedAt),
  };
}

/** An entry as a list shows each time that it happens. */
export const occurrenceView = (entry: Entry) => ({
  ...entryView(entry),
  occurrence: null,
  overridden: false,
});

export function intervalView({ startMs, endMs }: Interval, timeZone: string) {
  const zone = storedZone(timeZone);
  return { start: formatInZone(startMs, zone), end: formatInZone(endMs, zone) };
}

export function overlapView({ conflicts, conflictsTruncated, timeZone }: Overlap) {
  return {
    conflicts: conflicts.map(({ candidate, existing }) => ({
      candidate: { ...intervalView(candidate, timeZone), occurrence: null },
      existing: {
        entryId: existing.entryId,
        title: existing.title,
        ...intervalView(existing, existing.timeZone),
        occurrence: null,
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
