// A calendar's caller and the wish for an entry in; the entry out, unless it meets another and is not forced.
import { invalid } from '@calendar/shared/errors';
import type { Replayable } from '@calendar/shared/idempotency/once';
import { aboutToBeMade, candidateOf } from '../domain/candidate.ts';
import type { Overlap } from '../domain/conflicts.ts';
import { type Entry, type EntryText, newEntry } from '../domain/entry.ts';
import { timelineOf } from '../domain/kept-series.ts';
import { planSchedule, type SentSchedule } from '../domain/schedule.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import { type DecideOverlap, isForced } from './decide-overlap.ts';
import type { Limits } from './limits.ts';
import type { KeyedCaller, OnceInCalendar } from './once-in-calendar.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  onceInCalendar: OnceInCalendar;
  weighSeries: WeighSeries;
  decideOverlap: DecideOverlap;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Entries;
  limits: Limits;
  now: () => number;
  newId: () => string;
  newTag: () => string;
  tzdata: string;
};

export type EntryWish = {
  text: EntryText;
  /** Without a zone the calendar's of now holds. */
  schedule: Omit<SentSchedule, 'timeZone'> & { timeZone: string | undefined };
};

export type CreateEntry = (
  caller: KeyedCaller,
  calendarId: string,
  wish: EntryWish,
  force: boolean,
) => Promise<Replayable<{ entry: Entry; overlap: Overlap }>>;

export function createEntry(deps: Deps): CreateEntry {
  const { onceInCalendar, weighSeries, decideOverlap, calendarRefs, entries, limits } = deps;
  const { now, newId, newTag, tzdata } = deps;
  return (caller, calendarId, wish, force) =>
    onceInCalendar(caller, calendarId, 1, async (tx, calendar) => {
      const timeZone = wish.schedule.timeZone ?? calendar.timeZone;
      const schedule = planSchedule({ ...wish.schedule, timeZone });
      if ('faults' in schedule) throw invalid(...schedule.faults);
      const series = schedule.series ? 1 : 0;
      limits.checkEntries(calendar.entryCount);
      const names = { calendarId, id: newId(), ownerId: caller.userId };
      const wished = newEntry(names, wish.text, schedule, { tag: newTag(), now: now(), tzdata });
      if (series) {
        limits.checkSeries(calendar.seriesCount + series);
        await weighSeries(tx, calendar, null, weightOf(wished, []));
      }
      const times = timelineOf(schedule, [], wished.busy);
      const candidate = candidateOf(wished, times, aboutToBeMade);
      const overlap = await decideOverlap(tx, calendar, candidate, force);
      const entry = { ...wished, forced: isForced(overlap) };
      await entries.insert(tx, entry);
      if (series) await calendarRefs.touchSeries(tx, calendar, newTag(), { series, entries: 0 });
      return { entry, overlap };
    });
}
