// The wish for an entry in; out comes what it would meet and when it would next be free. Nothing is written.
import type { Database } from '@calendar/shared/db/connect';
import { type Read, snapshot } from '@calendar/shared/db/statement';
import { AppError, invalid } from '@calendar/shared/errors';
import { searchNextFree } from '../domain/next-free.ts';
import { conflictsOf, type Interval, MAX_CONFLICTS } from '../domain/overlap.ts';
import type { Overlap } from '../domain/overlap-refused.ts';
import { planSchedule, type Schedule, type SentSchedule } from '../domain/schedule.ts';
import type { CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries, EntryName } from '../store/entries.ts';
import type { Occupancy, Window } from '../store/occupancy.ts';
import type { EntryWish } from './create-entry.ts';
import type { Caller, InCalendar } from './in-calendar.ts';

const DECISION_MS = 2_000;
const BUSY_AT_ONCE = 1_000;

export type CheckEntry = (
  caller: Caller,
  calendarId: string,
  wish: EntryWish,
  excludeEntryId: string | undefined,
) => Promise<{ overlap: Overlap; nextFree: Interval | null }>;

type Names = Pick<Window, 'calendarId' | 'ownerId'>;
type Wish = { busy: boolean; schedule: SentSchedule };

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  entries: Pick<Entries, 'exists'>;
  inCalendar: InCalendar;
  occupancy: Pick<Occupancy, 'busy'>;
  now: () => number;
};

/** Throws 400 with every fault of the schedule. */
function planned(sent: SentSchedule): Schedule {
  const schedule = planSchedule(sent);
  if ('faults' in schedule) throw invalid(...schedule.faults);
  return schedule;
}

export function checkEntry(deps: Deps): CheckEntry {
  const { db, calendarRefs, entries, inCalendar, occupancy, now } = deps;

  /** The busy times of the windows that the search asks for, until it has its answer. */
  async function nextFree(read: Read, schedule: Schedule, window: Window, exclude: string) {
    const deadline = now() + DECISION_MS;
    const search = searchNextFree(schedule);
    let step = search.begin();
    while (step.kind === 'window') {
      if (now() > deadline) {
        throw new AppError('unavailable', 'The next free time was not found within 2 seconds.');
      }
      const part = { ...window, startMs: step.fromMs, endMs: step.toMs };
      const busy = await occupancy.busy(read, part, BUSY_AT_ONCE, exclude);
      const last = busy.at(-1);
      step = search.feed(busy, last && busy.length === BUSY_AT_ONCE ? last.startMs : step.toMs);
    }
    return step.free;
  }

  async function requireEntry(read: Read, name: EntryName) {
    if (await entries.exists(read, name)) return;
    throw invalid({ pointer: '/excludeEntryId', detail: 'is no entry of this calendar' });
  }

  async function look(read: Read, names: Names, wish: Wish, exclude: string) {
    const schedule = planned(wish.schedule);
    const { startMs, endMs, zone } = schedule;
    const window = { ...names, startMs, endMs };
    const limit = wish.busy ? MAX_CONFLICTS + 1 : 0;
    const met = await occupancy.busy(read, window, limit, exclude);
    const overlap = { ...conflictsOf(window, met), timeZone: zone.name };
    if (met.length === 0) return { overlap, nextFree: { startMs, endMs } };
    return { overlap, nextFree: await nextFree(read, schedule, window, exclude) };
  }

  return (caller, calendarId, { text, schedule }, excludeEntryId) =>
    inCalendar(caller, calendarId, () =>
      snapshot(db, async (read) => {
        const calendar = await calendarRefs.find(caller.userId, calendarId, read);
        if (!calendar) return null;
        const names = { calendarId, ownerId: caller.userId };
        if (excludeEntryId) await requireEntry(read, { ...names, id: excludeEntryId });
        const timeZone = schedule.timeZone ?? calendar.timeZone;
        const wish = { busy: text.busy, schedule: { ...schedule, timeZone } };
        return look(read, names, wish, excludeEntryId ?? '');
      }),
    );
}
