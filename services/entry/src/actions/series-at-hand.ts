// The series of a calendar, ready to be asked: kept from one request to the next, and of a calendar that changed only what did.
import type { Read } from '@calendar/shared/db/statement';
import { makeGate } from '@calendar/shared/gate';
import { LRUCache } from 'lru-cache';
import { type KeptSeries, keepSeries, seriesOf } from '../domain/kept-series.ts';
import type { Override } from '../domain/override.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { FindVersions } from '../store/series-versions.ts';
import { makePace, type Pace } from './pace.ts';

/** Each may be as much as is kept. */
const loading = {
  atOnce: 2,
  waiting: 64,
  patienceMs: 5_000,
  busy: 'Too many calendars are being read.',
};

/** Read at once, with all that was written about them. */
const AT_ONCE = 100;

type Deps = {
  seriesVersions: FindVersions;
  entries: Pick<Entries, 'findBriefs'>;
  overrides: Pick<Overrides, 'timesOf'>;
  now: () => number;
  /** What is kept of all calendars together, and may be of one. */
  seriesBytes: number;
};

type Kept = { tag: string; byId: ReadonlyMap<string, KeptSeries>; all: readonly KeptSeries[] };

/** `read` and `calendar` must be of one moment. */
export type SeriesAtHand = (read: Read, calendar: CalendarRef) => Promise<readonly KeptSeries[]>;

export function seriesAtHand(deps: Deps): SeriesAtHand {
  const { seriesVersions, entries, overrides, now, seriesBytes } = deps;
  const gate = makeGate(loading);
  const kept = new LRUCache<string, Kept>({
    maxSize: seriesBytes + 1,
    sizeCalculation: ({ all }) => all.reduce((sum, { bytes }) => sum + bytes, 1),
  });
  const renewing = new Map<string, Promise<Kept>>();

  async function load(read: Read, calendar: CalendarRef, ids: string[]) {
    const loaded: KeptSeries[] = [];
    // Gives way, and goes on to the end: half of the series would answer wrongly.
    const pace = makePace(now, Number.POSITIVE_INFINITY);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      loaded.push(...(await loadSome(read, calendar, ids.slice(from, from + AT_ONCE), pace)));
    }
    return loaded;
  }

  async function loadSome(read: Read, calendar: CalendarRef, ids: string[], pace: Pace) {
    const names = { calendarId: calendar.id, ownerId: calendar.ownerId };
    const written = new Map<string, Override[]>(ids.map((id) => [id, []]));
    for (const { entryId, override } of await overrides.timesOf(read, names, ids)) {
      written.get(entryId)?.push(override);
    }
    const loaded: KeptSeries[] = [];
    for (const entry of await entries.findBriefs(read, names, ids)) {
      const series = seriesOf(entry);
      if (series) loaded.push(keepSeries(entry, series, written.get(entry.id) ?? []));
      await pace();
    }
    return loaded;
  }

  /** Each series carries a tag of its own, so that what has not changed is known, whatever happened in between. */
  async function renew(read: Read, calendar: CalendarRef, before: Kept | undefined) {
    const { id: calendarId, ownerId } = calendar;
    const versions = await seriesVersions(read, { calendarId, ownerId });
    const known = versions.flatMap(({ id, tag }) => {
      const series = before?.byId.get(id);
      return series?.entry.tag === tag ? [series] : [];
    });
    const still = new Set(known.map(({ entry }) => entry.id));
    const missing = versions.flatMap(({ id }) => (still.has(id) ? [] : [id]));
    const all = [...known, ...(await load(read, calendar, missing))];
    return { tag: calendar.seriesTag, byId: new Map(all.map((one) => [one.entry.id, one])), all };
  }

  /** Under one tag all find the same, so whoever comes while it is read waits for that. */
  function renewOnce(read: Read, calendar: CalendarRef): Promise<Kept> {
    const key = `${calendar.id} ${calendar.seriesTag}`;
    const begun = renewing.get(key);
    if (begun) return begun;
    const renewed = gate(() => renew(read, calendar, kept.get(calendar.id))).finally(() =>
      renewing.delete(key),
    );
    renewing.set(key, renewed);
    return renewed;
  }

  return async (read, calendar) => {
    if (calendar.seriesCount === 0) return [];
    const before = kept.get(calendar.id);
    if (before?.tag === calendar.seriesTag) return before.all;
    const renewed = await renewOnce(read, calendar);
    kept.set(calendar.id, renewed);
    return renewed.all;
  };
}
