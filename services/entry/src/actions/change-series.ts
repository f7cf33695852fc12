// A change of a whole series in; the entry as it then stands out, which may not recur any more.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { candidateOf, inPlaceOf } from '../domain/candidate.ts';
import { changeEntry, type Entry, nextVersion } from '../domain/entry.ts';
import { type ChangedSeries, changeFrom } from '../domain/series-change.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { DecideOverlap } from './decide-overlap.ts';
import { decideWhere, type EntryChange, readSent, sound, type Written } from './entry-change.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  weighSeries: WeighSeries;
  decideOverlap: DecideOverlap;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Pick<Entries, 'update'>;
  overrides: Pick<Overrides, 'ofEntry' | 'replaceAll'>;
  now: () => number;
  newId: () => string;
  newTag: () => string;
  tzdata: string;
};

/** `named`: by its first occurrence, whose own override then lets go of what the change names. */
export type ChangeSeries = (
  tx: Tx,
  calendar: CalendarRef,
  stored: Entry,
  change: EntryChange,
  how: { named: boolean; force: boolean },
) => Promise<Written>;

export function changeSeries(deps: Deps): ChangeSeries {
  const { weighSeries, decideOverlap, calendarRefs, entries, overrides } = deps;
  const { now, newId, newTag, tzdata } = deps;

  async function write(tx: Tx, calendar: CalendarRef, entry: Entry, changed: ChangedSeries) {
    await entries.update(tx, entry);
    if (changed.rewrites) await overrides.replaceAll(tx, entry, changed.overrides, newId());
    const added = { series: changed.schedule.series ? 0 : -1, entries: 0 };
    await calendarRefs.touchSeries(tx, calendar, newTag(), added);
  }

  return async (tx, calendar, stored, change, { named, force }) => {
    const at = named ? stored.startMs : null;
    const read = readSent(stored, change, calendar.timeZone, at);
    const before = await overrides.ofEntry(reading(tx), stored, stored.startMs);
    const naming = { whole: change.schedule.whole === true, text: change.text, letsGo: named };
    const outcome = changeFrom(stored, before, stored.startMs, read, naming);
    const changed = sound(outcome, stored, change, at);
    const { schedule, text, toDecide, reschedules, dropped } = changed;

    const stamp = { tag: newTag(), now: now(), tzdata };
    const wished = changeEntry(stored, { ...change.text, ...text }, schedule, stamp);
    if (schedule.series) {
      await weighSeries(tx, calendar, stored.id, weightOf(wished, changed.overrides));
    }
    const { overlap, forced } = await decideWhere(toDecide, wished, (times) => {
      const candidate = candidateOf(wished, times, inPlaceOf(stored.id));
      return decideOverlap(tx, calendar, candidate, force);
    });
    const told = { at: null, overlap, ...(reschedules && { dropped }) };
    const isNew = wished !== stored;
    if (!isNew && !changed.rewrites) return { entry: stored, ...told };

    const next = isNew ? wished : nextVersion(stored, stamp);
    const entry = { ...next, forced: forced ?? next.forced };
    await write(tx, calendar, entry, changed);
    return { entry, ...told };
  };
}
