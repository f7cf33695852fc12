// The occurrences of many series in one order: start, then the series' id, then the original start. A page costs a page, whatever
// the window's width.

import TinyQueue from 'tinyqueue';
import {
  comparePlaces,
  type KeptSeries,
  type Occurring,
  occurrencesOf,
  type Place,
} from './kept-series.ts';
import type { Interval } from './time/interval.ts';

/** An occurrence of a series, and where it stands in the list. */
export type Listed = { of: KeptSeries; at: Occurring; place: Place };

type Walk = Listed & { rest: Generator<Occurring> };

/** Up to `limit` occurrences in the window, after a place. */
export function firstOccurrences(
  series: readonly KeptSeries[],
  window: Interval,
  after: Place | null,
  limit: number,
): Listed[] {
  const queue = new TinyQueue<Walk>([], (a, b) => comparePlaces(a.place, b.place));
  const goOn = (of: KeptSeries, rest: Generator<Occurring>) => {
    const { value: at } = rest.next();
    if (at) queue.push({ of, at, rest, place: { ...at, id: of.entry.id } });
  };
  for (const of of series) goOn(of, occurrencesOf(of, window, after));
  const found: Listed[] = [];
  while (found.length < limit) {
    const next = queue.pop();
    if (!next) break;
    found.push(next);
    goOn(next.of, next.rest);
  }
  return found;
}

/** Up to `limit` series that have an occurrence in the window, by their own start and id, after a place; each with such an occurrence. */
export function firstSeries(
  series: readonly KeptSeries[],
  window: Interval,
  after: Place | null,
  limit: number,
): Listed[] {
  const found: Listed[] = [];
  const ordered = series
    .map((of) => ({ of, place: placeOfSeries(of) }))
    .filter(({ place }) => !after || comparePlaces(place, after) > 0)
    .sort((a, b) => comparePlaces(a.place, b.place));
  for (const { of, place } of ordered) {
    if (found.length === limit) break;
    const { value: at } = occurrencesOf(of, window).next();
    if (at) found.push({ of, at, place });
  }
  return found;
}

const placeOfSeries = ({ entry }: KeptSeries): Place => ({
  startMs: entry.startMs,
  id: entry.id,
  occurrence: entry.startMs,
});
