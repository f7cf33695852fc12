// A change in, whole or in part, and what of an entry it is for; the entry or occurrence as it then stands out, unless it meets another
// and is not forced.
import type { Tx } from '@calendar/shared/db/connect';
import { notFound } from '@calendar/shared/errors';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import type { Replayable } from '@calendar/shared/idempotency/once';
import type { Entry } from '../domain/entry.ts';
import type { Override } from '../domain/override.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { ChangeOccurrence } from './change-occurrence.ts';
import type { ChangeSeries } from './change-series.ts';
import type { ChangeSingle } from './change-single.ts';
import type { EntryChange, Written } from './entry-change.ts';
import type { FindOccurrence } from './find-occurrence.ts';
import type { KeyedCaller, OnceInCalendar } from './once-in-calendar.ts';
import type { SplitSeries } from './split-series.ts';

/** Which part of an entry: one occurrence, that and all later ones, or all. Occurrences by their original start, epoch ms. */
export type Scope = { of: 'all' } | { of: 'this' | 'thisAndFuture'; occurrence: number };

export type UpdateEntry = (
  caller: KeyedCaller,
  name: { calendarId: string; id: string },
  change: EntryChange,
  how: { scope: Scope; force: boolean; ifMatch: Precondition },
) => Promise<Replayable<Written>>;

type Deps = {
  onceInCalendar: OnceInCalendar;
  entries: Pick<Entries, 'get'>;
  findOccurrence: FindOccurrence;
  changeSingle: ChangeSingle;
  changeSeries: ChangeSeries;
  splitSeries: SplitSeries;
  changeOccurrence: ChangeOccurrence;
};

type Place = { tx: Tx; calendar: CalendarRef; stored: Entry; force: boolean };

export function updateEntry(deps: Deps): UpdateEntry {
  const { onceInCalendar, entries, findOccurrence } = deps;

  /** One occurrence, or that and all later ones. */
  function changePart(
    { tx, calendar, stored, force }: Place,
    change: EntryChange,
    own: Override | null,
    { of, occurrence: at }: Exclude<Scope, { of: 'all' }>,
  ): Promise<Written> {
    if (of === 'this') {
      return deps.changeOccurrence(tx, calendar, stored, change, { at, own, force });
    }
    // From the first occurrence on is all of it.
    return at === stored.startMs
      ? deps.changeSeries(tx, calendar, stored, change, { named: true, force })
      : deps.splitSeries(tx, calendar, stored, change, { at, force });
  }

  function changeAll({ tx, calendar, stored, force }: Place, change: EntryChange) {
    return stored.rule
      ? deps.changeSeries(tx, calendar, stored, change, { named: false, force })
      : deps.changeSingle(tx, calendar, stored, change, force);
  }

  return (caller, name, change, { scope, force, ifMatch }) =>
    onceInCalendar(caller, name.calendarId, 0, async (tx, calendar) => {
      const stored = await entries.get(tx, { ...name, ownerId: caller.userId });
      if (!stored) throw notFound('entry');
      const place = { tx, calendar, stored, force };
      if (scope.of === 'all') {
        requireMatch(ifMatch, versionTag(stored));
        return changeAll(place, change);
      }
      const excludedToo = scope.of === 'this' && change.restores;
      const own = await findOccurrence(tx, stored, scope.occurrence, excludedToo);
      requireMatch(ifMatch, versionTag(stored));
      return changePart(place, change, own, scope);
    });
}
