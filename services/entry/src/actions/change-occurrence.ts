// A change of one occurrence of a series in; the occurrence as it then stands out, as an override of the series.
import type { Tx } from '@calendar/shared/db/connect';
import { occurrenceCandidate } from '../domain/candidate.ts';
import { type Entry, nextVersion } from '../domain/entry.ts';
import { keepSeries } from '../domain/kept-series.ts';
import { changeOccurrence as changed } from '../domain/occurrence-change.ts';
import { exclusion, type Held, holds, type Override } from '../domain/override.ts';
import { ruleView } from '../domain/recurrence/sent-rule.ts';
import { storedSeries } from '../domain/series-change.ts';
import { storedZone } from '../domain/time/zone.ts';
import { weightOf } from '../domain/weight.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { BesideOccurrence } from './beside-occurrence.ts';
import type { DecideOverlap } from './decide-overlap.ts';
import {
  decideWhere,
  type EntryChange,
  noOverlap,
  readSent,
  sound,
  type Written,
} from './entry-change.ts';
import type { Limits } from './limits.ts';
import type { WeighSeries } from './weigh-series.ts';

type Deps = {
  decideOverlap: DecideOverlap;
  calendarRefs: Pick<CalendarRefs, 'touchSeries'>;
  entries: Pick<Entries, 'update'>;
  overrides: Pick<Overrides, 'replace'>;
  besideOccurrence: BesideOccurrence;
  weighSeries: WeighSeries;
  limits: Limits;
  now: () => number;
  newTag: () => string;
  tzdata: string;
};

/** `at`: its original start; `own`: what was written about it before. */
export type ChangeOccurrence = (
  tx: Tx,
  calendar: CalendarRef,
  stored: Entry,
  change: EntryChange,
  how: { at: number; own: Override | null; force: boolean },
) => Promise<Written>;

export function changeOccurrence(deps: Deps): ChangeOccurrence {
  const { besideOccurrence, weighSeries, decideOverlap, calendarRefs, entries, overrides } = deps;
  const { limits, now, newTag, tzdata } = deps;

  async function write(tx: Tx, calendar: CalendarRef, entry: Entry, override: Override) {
    const isOne = holds(override) || override.forced !== null;
    await overrides.replace(tx, entry, override.occurrence, isOne ? override : null);
    await entries.update(tx, entry);
    await calendarRefs.touchSeries(tx, calendar, newTag(), { series: 0, entries: 0 });
  }

  return async (tx, calendar, stored, change, { at, own, force }) => {
    const restores = own?.excluded === true;
    const held = own?.held ?? {};
    const read = readSent(stored, forOne(change, stored), calendar.timeZone, at);
    const series = storedSeries(stored);
    const outcome = changed({ entry: stored, series }, { occurrence: at, held }, change.text, read);
    const next = sound(outcome, stored, change, at);
    const shown = { ...next.interval, occurrence: at };
    if (!restores && same(held, next.held)) {
      return { entry: stored, at: { ...shown, override: own }, overlap: noOverlap(stored) };
    }

    const rest = await besideOccurrence(tx, calendar, stored.id, at);
    if (!own) limits.checkOverrides(rest.length + 1);
    await weighSeries(tx, calendar, stored.id, weightOf(stored, [...rest, next]));
    const decides = next.busy && (next.differs || restores);
    const decided = await decideWhere(decides ? shown : null, stored, (time) => {
      // Held against everything, the rest of its own series too.
      const around = keepSeries(stored, series, [...rest, exclusion(at)]);
      return decideOverlap(tx, calendar, occurrenceCandidate(stored, time, around), force);
    });
    const forced = decided.forced ?? own?.forced ?? null;
    const override: Override = {
      ...{ occurrence: at, excluded: false, held: next.held },
      forced: forced === stored.forced ? null : forced,
    };
    const entry = nextVersion(stored, { tag: newTag(), now: now(), tzdata });
    await write(tx, calendar, entry, override);
    return { entry, at: { ...shown, override }, overlap: decided.overlap };
  };
}

/** A PUT that leaves zone and rule out says nothing about them where one occurrence is named. */
function forOne(change: EntryChange, { rule, timeZone }: Entry): EntryChange {
  if (!change.schedule.whole || !rule) return change;
  const recurrence = ruleView(rule, storedZone(timeZone));
  return { ...change, defaultZone: false, schedule: { recurrence, ...change.schedule } };
}

const same = (one: Held, other: Held): boolean => JSON.stringify(one) === JSON.stringify(other);
