// The series of a calendar, ready to be asked: kept from one request to the next, and of a calendar that changed only what did.
import type { Read } from '@calendar/shared/db/statement';
import { LRUCache } from 'lru-cache';
import { type KeptSeries, keepSeries, seriesOf } from '../domain/kept-series.ts';
import type { Override } from '../domain/override.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { FindVersions } from '../store/series-versions.ts';
import type { Pace } from './pace.ts';

// In units of about 400 bytes: some 80 MB, and a calendar as full as it may be.
const MOST_KEPT = 210_000;
const OF_SERIES = 6;
const UNIT_OF_TEXT = 400;

/** Read at once, with all that was written about them. */
const AT_ONCE = 100;

type Deps = {
  seriesVersions: FindVersions;
  entries: Pick<Entries, 'findBriefs'>;
  overrides: Pick<Overrides, 'timesOf'>;
};

type Kept = { tag: string; byId: ReadonlyMap<string, KeptSeries>; all: readonly KeptSeries[] };

/** `read` and `calendar` must be of one moment. Always all, whatever the pace says of the time. */
export type SeriesAtHand = (
  read: Read,
  calendar: CalendarRef,
  pace: Pace,
) => Promise<readonly KeptSeries[]>;

const weight = ({ all }: Kept): number =>
  all.reduce((sum, one) => sum + OF_SERIES + one.overrides.size + textOf(one), 1);

const textOf = ({ entry }: KeptSeries) =>
  Math.ceil((entry.description?.length ?? 0) / UNIT_OF_TEXT);

export function seriesAtHand({ seriesVersions, entries, overrides }: Deps): SeriesAtHand {
  const kept = new LRUCache<string, Kept>({ maxSize: MOST_KEPT, sizeCalculation: weight });
  const renewing = new Map<string, Promise<Kept>>();

  async function load(read: Read, calendar: CalendarRef, ids: string[], pace: Pace) {
    const loaded: KeptSeries[] = [];
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
  async function renew(read: Read, calendar: CalendarRef, before: Kept | undefined, pace: Pace) {
    const { id: calendarId, ownerId } = calendar;
    const versions = await seriesVersions(read, { calendarId, ownerId });
    const known = versions.flatMap(({ id, tag }) => {
      const series = before?.byId.get(id);
      return series?.entry.tag === tag ? [series] : [];
    });
    const still = new Set(known.map(({ entry }) => entry.id));
    const missing = versions.flatMap(({ id }) => (still.has(id) ? [] : [id]));
    const all = [...known, ...(await load(read, calendar, missing, pace))];
    return { tag: calendar.seriesTag, byId: new Map(all.map((one) => [one.entry.id, one])), all };
  }

  /** Under one tag all find the same, so whoever comes while it is read waits for that. */
  function renewOnce(read: Read, calendar: CalendarRef, pace: Pace): Promise<Kept> {
    const key = `${calendar.id} ${calendar.seriesTag}`;
    const begun = renewing.get(key);
    if (begun) return begun;
    const renewed = renew(read, calendar, kept.get(calendar.id), pace).finally(() =>
      renewing.delete(key),
    );
    renewing.set(key, renewed);
    return renewed;
  }

  return async (read, calendar, pace) => {
    if (calendar.seriesCount === 0) return [];
    const before = kept.get(calendar.id);
    if (before?.tag === calendar.seriesTag) return before.all;
    const now = await renewOnce(read, calendar, pace);
    kept.set(calendar.id, now);
    return now.all;
  };
}
