// The wish for an entry in; out comes what it would meet and when it would next be free. Nothing is written.
import type { Database } from '@calendar/shared/db/connect';
import { type Read, snapshot } from '@calendar/shared/db/statement';
import { invalid } from '@calendar/shared/errors';
import { makeGate } from '@calendar/shared/gate';
import { aboutToBeMade, candidateOf } from '../domain/candidate.ts';
import { type Overlap, overlapOf } from '../domain/conflicts.ts';
import { timelineOf } from '../domain/kept-series.ts';
import { planSchedule, type Schedule } from '../domain/schedule.ts';
import type { Interval } from '../domain/time/interval.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries, EntryName } from '../store/entries.ts';
import type { Occupancy } from '../store/occupancy.ts';
import type { EntryWish } from './create-entry.ts';
import { undecidable } from './decide-overlap.ts';
import type { FindOverlap } from './find-overlap.ts';
import type { Caller, InCalendar } from './in-calendar.ts';
import type { NextFree } from './next-free.ts';
import { makePace } from './pace.ts';

export type CheckEntry = (
  caller: Caller,
  calendarId: string,
  wish: EntryWish,
  excludeEntryId: string | undefined,
) => Promise<{ overlap: Overlap; nextFree: Interval | null }>;

/** Each takes a core and a connection for up to `decisionMs`, so they leave most of both to others. */
const deciding = {
  atOnce: 4,
  waiting: 64,
  patienceMs: 2_000,
  busy: 'Too many entries are being checked.',
};

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  entries: Pick<Entries, 'exists'>;
  inCalendar: InCalendar;
  occupancy: Pick<Occupancy, 'seen'>;
  findOverlap: FindOverlap;
  nextFree: NextFree;
  now: () => number;
  decisionMs: number;
};

export function checkEntry(deps: Deps): CheckEntry {
  const { db, calendarRefs, entries, inCalendar, occupancy, findOverlap, nextFree, now } = deps;
  const gate = makeGate(deciding);

  async function requireEntry(read: Read, name: EntryName) {
    if (await entries.exists(read, name)) return;
    throw invalid({ pointer: '/excludeEntryId', detail: 'is no entry of this calendar' });
  }

  async function decide(
    read: Read,
    calendar: CalendarRef,
    { text, schedule: sent }: EntryWish,
    replaces: string | null,
  ) {
    const schedule = planSchedule({ ...sent, timeZone: sent.timeZone ?? calendar.timeZone });
    if ('faults' in schedule) throw invalid(...schedule.faults);
    const named = { title: text.title, timeZone: schedule.zone.name };
    const candidateAt = (at: Schedule) =>
      candidateOf(named, timelineOf(at, [], text.busy), { ...aboutToBeMade, replaces });
    const pace = makePace(now, deps.decisionMs);
    const look = { read, singles: occupancy.seen, calendar, pace };
    const { conflicts: met, cut } = await findOverlap(look, candidateAt(schedule));
    if (cut) throw undecidable();
    return {
      overlap: overlapOf(met, schedule.zone.name),
      nextFree: await nextFree(look, { schedule, candidateAt, met }),
    };
  }

  return (caller, calendarId, wish, excludeEntryId) =>
    inCalendar(caller, calendarId, () =>
      gate(() =>
        snapshot(db, async (read) => {
          const calendar = await calendarRefs.find(caller.userId, calendarId, read);
          if (!calendar) return null;
          const names = { calendarId, ownerId: caller.userId };
          if (excludeEntryId) await requireEntry(read, { ...names, id: excludeEntryId });
          return decide(read, calendar, wish, excludeEntryId ?? null);
        }),
      ),
    );
}
