// A change of an entry that does not recur in; the entry as it then stands out, which may recur from now on.
import type { Tx } from '@calendar/shared/db/connect';
import { candidateOf, inPlaceOf } from '../domain/candidate.ts';
import { changeEntry, type Entry } from '../domain/entry.ts';
import { timelineOf } from '../domain/kept-series.ts';
import { changeSchedule } from '../domain/schedule-change.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { DecideOverlap } from './decide-overlap.ts';
import { decideWhere, type EntryChange, readSent, sound, type Written } from './entry-change.ts';
import type { Limits } from './limits.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  weighSeries: WeighSeries;
  decideOverlap: DecideOverlap;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Pick<Entries, 'update'>;
  limits: Limits;
  now: () => number;
  newTag: () => string;
  tzdata: string;
};

export type ChangeSingle = (
  tx: Tx,
  calendar: CalendarRef,
  stored: Entry,
  change: EntryChange,
  force: boolean,
) => Promise<Written>;

export function changeSingle(deps: Deps): ChangeSingle {
  const { weighSeries, decideOverlap, calendarRefs, entries, limits, now, newTag, tzdata } = deps;
  return async (tx, calendar, stored, change, force) => {
    const read = readSent(stored, change, calendar.timeZone, null);
    const schedule = sound(changeSchedule(stored, read), stored, change, null);
    const series = schedule.series ? 1 : 0;
    const stamp = { tag: newTag(), now: now(), tzdata };
    const wished = changeEntry(stored, change.text, schedule, stamp);
    if (series) {
      limits.checkSeries(calendar.seriesCount + series);
      await weighSeries(tx, calendar, null, weightOf(wished, []));
    }
    const decides = wished.busy && (schedule.differs || !stored.busy);
    const times = decides ? timelineOf(schedule, [], true) : null;
    const { overlap, forced } = await decideWhere(times, wished, (busy) => {
      const candidate = candidateOf(wished, busy, inPlaceOf(stored.id));
      return decideOverlap(tx, calendar, candidate, force);
    });
    const entry = { ...wished, forced: forced ?? wished.forced };
    if (wished !== stored) await entries.update(tx, entry);
    if (series) await calendarRefs.touchSeries(tx, calendar, newTag(), { series, entries: 0 });
    return { entry, at: null, overlap };
  };
}
