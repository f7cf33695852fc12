// The name of an entry and what of it is to go in; that is gone when this returns.
import type { Tx } from '@calendar/shared/db/connect';
import { notFound } from '@calendar/shared/errors';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import { type Entry, nextVersion, scheduled } from '../domain/entry.ts';
import { exclusion, type Override } from '../domain/override.ts';
import { scheduleOf } from '../domain/schedule.ts';
import { stayingBefore } from '../domain/series-change.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { BesideOccurrence } from './beside-occurrence.ts';
import type { FindOccurrence } from './find-occurrence.ts';
import type { Caller } from './in-calendar.ts';
import type { Limits } from './limits.ts';
import type { LockingCalendar } from './locking-calendar.ts';
import type { Scope } from './update-entry.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  lockingCalendar: LockingCalendar;
  findOccurrence: FindOccurrence;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Entries;
  overrides: Pick<Overrides, 'removeFrom' | 'replace'>;
  besideOccurrence: BesideOccurrence;
  weighSeries: WeighSeries;
  limits: Limits;
  now: () => number;
  newTag: () => string;
  tzdata: string;
};

export type DeleteEntry = (
  caller: Caller,
  name: { calendarId: string; id: string },
  how: { scope: Scope; ifMatch: Precondition },
) => Promise<void>;

export function deleteEntry(deps: Deps): DeleteEntry {
  const { lockingCalendar, findOccurrence, calendarRefs, entries, overrides } = deps;
  const { besideOccurrence, weighSeries, limits, now, newTag, tzdata } = deps;
  const stamp = () => ({ tag: newTag(), now: now(), tzdata });

  async function removeAll(tx: Tx, calendar: CalendarRef, stored: Entry): Promise<void> {
    const { previousEntryId, nextEntryId } = stored;
    await entries.remove(tx, stored);
    await overrides.removeFrom(tx, stored, Number.MIN_SAFE_INTEGER);
    if (previousEntryId) {
      await entries.link(tx, { ...stored, id: previousEntryId }, 'next', null, newTag());
    }
    if (nextEntryId) {
      await entries.link(tx, { ...stored, id: nextEntryId }, 'previous', null, newTag());
    }
    const series = stored.rule ? -1 : 0;
    if (stored.rule || previousEntryId || nextEntryId) {
      await calendarRefs.touchSeries(tx, calendar, newTag(), { series, entries: 0 });
    }
  }

  async function removeFrom(tx: Tx, calendar: CalendarRef, stored: Entry, at: number) {
    const { series } = stayingBefore(stored, [], at);
    await entries.update(tx, nextVersion({ ...stored, ...scheduled(scheduleOf(series)) }, stamp()));
    await overrides.removeFrom(tx, stored, at);
    await calendarRefs.touchSeries(tx, calendar, newTag(), { series: 0, entries: 0 });
  }

  async function exclude(tx: Tx, calendar: CalendarRef, stored: Entry, at: number, isNew: boolean) {
    const rest = await besideOccurrence(tx, calendar, stored.id, at);
    if (isNew) limits.checkOverrides(rest.length + 1);
    const excluded = exclusion(at);
    await weighSeries(tx, calendar, stored.id, weightOf(stored, [...rest, excluded]));
    await overrides.replace(tx, stored, at, excluded);
    await entries.update(tx, nextVersion(stored, stamp()));
    await calendarRefs.touchSeries(tx, calendar, newTag(), { series: 0, entries: 0 });
  }

  /** One occurrence, or that and all later ones. */
  async function removePart(
    { tx, calendar, stored }: { tx: Tx; calendar: CalendarRef; stored: Entry },
    own: Override | null,
    { of, occurrence: at }: Exclude<Scope, { of: 'all' }>,
  ): Promise<void> {
    if (of === 'this') return exclude(tx, calendar, stored, at, own === null);
    if (at > stored.startMs) return removeFrom(tx, calendar, stored, at);
    await removeAll(tx, calendar, stored);
    await calendarRefs.touchSeries(tx, calendar, newTag(), { series: 0, entries: -1 });
  }

  return (caller, name, { scope, ifMatch }) => {
    const added = scope.of === 'all' ? -1 : 0;
    return lockingCalendar(caller, name.calendarId, added, async (tx, calendar) => {
      const stored = await entries.get(tx, { ...name, ownerId: caller.userId });
      if (!stored) throw notFound('entry');
      if (scope.of === 'all') {
        requireMatch(ifMatch, versionTag(stored));
        return removeAll(tx, calendar, stored);
      }
      const own = await findOccurrence(tx, stored, scope.occurrence, false);
      requireMatch(ifMatch, versionTag(stored));
      return removePart({ tx, calendar, stored }, own, scope);
    });
  };
}
