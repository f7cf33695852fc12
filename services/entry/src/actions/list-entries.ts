// A window of time in; a page of what happens in it out, with the revision of the calendar that it shows.
import type { Database } from '@calendar/shared/db/connect';
import { snapshot } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import { comparePlaces, type Place } from '../domain/kept-series.ts';
import { firstOccurrences, firstSeries } from '../domain/listing.ts';
import type { Interval } from '../domain/time/interval.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Occupancy } from '../store/occupancy.ts';
import type { Caller, InCalendar } from './in-calendar.ts';
import type { Line, ListItem, PageOfLines } from './page-of-lines.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  inCalendar: InCalendar;
  occupancy: Pick<Occupancy, 'list'>;
  seriesAtHand: SeriesAtHand;
  pageOfLines: PageOfLines;
};

export type ListWindow = Interval & { calendarId: string; expand: boolean };

/** `next` is null where nothing follows. */
export type ListPage = { items: ListItem[]; next: Place | null; calendar: CalendarRef };

/** A page has `limit` items at most; fewer where their texts are long. */
export type ListEntries = (
  caller: Caller,
  window: ListWindow,
  after: Place | null,
  limit: number,
) => Promise<ListPage>;

export function listEntries(deps: Deps): ListEntries {
  const { db, calendarRefs, inCalendar, occupancy, seriesAtHand, pageOfLines } = deps;
  return (caller, { calendarId, expand, ...window }, after, limit) =>
    inCalendar(caller, calendarId, () =>
      // Revision and rows are of one moment, so that the revision can stand for the rows.
      snapshot(db, async (read) => {
        const calendar = await calendarRefs.find(caller.userId, calendarId, read);
        if (!calendar) return null;
        const whose = { calendarId, ownerId: caller.userId };
        const singles = await occupancy.list(read, { ...window, ...whose }, after, limit + 1);
        const series = await seriesAtHand(read, calendar);
        const lines: Line[] = [
          ...singles.map((entry) => ({ entry, place: placeOf(entry) })),
          ...(expand ? firstOccurrences : firstSeries)(series, window, after, limit + 1),
        ];
        lines.sort((a, b) => comparePlaces(a.place, b.place));
        const items = await pageOfLines(read, whose, lines.slice(0, limit), expand);
        const next = lines.length > items.length ? (lines[items.length - 1]?.place ?? null) : null;
        return { items, next, calendar };
      }),
    );
}

const placeOf = ({ startMs, id }: Entry): Place => ({ startMs, id, occurrence: startMs });
