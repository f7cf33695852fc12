// A change of a series from one of its occurrences on, not its first: two entries out of one, linked to each other, in one step.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { candidateOf } from '../domain/candidate.ts';
import { type Entry, newEntry, nextVersion, scheduled, textOf } from '../domain/entry.ts';
import { keepSeries } from '../domain/kept-series.ts';
import { scheduleOf } from '../domain/schedule.ts';
import { changeFrom, stayingBefore } from '../domain/series-change.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { DecideOverlap } from './decide-overlap.ts';
import { decideWhere, type EntryChange, readSent, sound, type Written } from './entry-change.ts';
import type { Limits } from './limits.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  weighSeries: WeighSeries;
  decideOverlap: DecideOverlap;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Pick<Entries, 'insert' | 'update' | 'link'>;
  overrides: Pick<Overrides, 'ofEntry' | 'removeFrom' | 'copy'>;
  limits: Limits;
  now: () => number;
  newId: () => string;
  newTag: () => string;
  tzdata: string;
};

/** `at`: the original start of the occurrence; the entry that begins with it is the answer. */
export type SplitSeries = (
  tx: Tx,
  calendar: CalendarRef,
  stored: Entry,
  change: EntryChange,
  how: { at: number; force: boolean },
) => Promise<Written>;

export function splitSeries(deps: Deps): SplitSeries {
  const { weighSeries, decideOverlap, calendarRefs, entries, overrides, limits } = deps;
  const { now, newId, newTag, tzdata } = deps;

  /** The neighbour that came after the whole series now comes after its second part. */
  async function write(tx: Tx, first: Entry, second: Entry): Promise<void> {
    await entries.update(tx, first);
    await entries.insert(tx, second);
    if (second.nextEntryId === null) return;
    await entries.link(tx, { ...first, id: second.nextEntryId }, 'previous', second.id, newTag());
  }

  return async (tx, calendar, stored, change, { at, force }) => {
    const read = readSent(stored, change, calendar.timeZone, at);
    const before = await overrides.ofEntry(reading(tx), stored, at);
    const naming = { whole: change.schedule.whole === true, text: change.text, letsGo: true };
    const outcome = changeFrom(stored, before, at, read, naming);
    const { schedule, text, toDecide, ...changed } = sound(outcome, stored, change, at);
    const added = { entries: 1, series: schedule.series ? 1 : 0 };
    limits.checkEntries(calendar.entryCount + added.entries);
    if (schedule.series) limits.checkSeries(calendar.seriesCount + added.series);

    const stays = stayingBefore(stored, before, at);
    const stamp = { tag: newTag(), now: now(), tzdata };
    const names = { calendarId: stored.calendarId, id: newId(), ownerId: stored.ownerId };
    const said = { ...textOf(stored), ...change.text, ...text };
    const wished = newEntry(names, said, schedule, stamp);
    const weight = schedule.series ? weightOf(wished, changed.overrides) : 0;
    await weighSeries(tx, calendar, stored.id, weightOf(stored, stays.overrides) + weight);
    const standing = {
      entryId: null,
      replaces: stored.id,
      beside: [keepSeries(stored, stays.series, stays.overrides)],
    };
    const { overlap, forced } = await decideWhere(toDecide, wished, (times) =>
      decideOverlap(tx, calendar, candidateOf(wished, times, standing), force),
    );
    const second = {
      ...wished,
      forced: forced ?? stored.forced,
      previousEntryId: stored.id,
      nextEntryId: stored.nextEntryId,
    };
    const ended = { ...stored, ...scheduled(scheduleOf(stays.series)), nextEntryId: second.id };
    await write(tx, nextVersion(ended, { ...stamp, tag: newTag() }), second);
    await overrides.copy(tx, stored, second, changed.overrides);
    await overrides.removeFrom(tx, stored, at);
    await calendarRefs.touchSeries(tx, calendar, newTag(), added);
    return { entry: second, at: null, overlap, dropped: changed.dropped };
  };
}
