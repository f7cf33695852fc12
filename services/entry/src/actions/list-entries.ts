// A window of time in; a page of what happens in it out, with the revision of the calendar that it shows.
import type { Database } from '@calendar/shared/db/connect';
import { type Read, snapshot } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import { comparePlaces, type Occurring, type Place } from '../domain/kept-series.ts';
import { firstOccurrences, firstSeries, type Listed } from '../domain/listing.ts';
import type { Interval } from '../domain/time/interval.ts';
import type { CalendarRef, CalendarRefs } from '../store/calendar-refs.ts';
import type { Occupancy } from '../store/occupancy.ts';
import type { Overrides } from '../store/overrides.ts';
import type { Caller, InCalendar } from './in-calendar.ts';
import { makePace } from './pace.ts';
import type { SeriesAtHand } from './series-at-hand.ts';

type Deps = {
  db: Database;
  calendarRefs: CalendarRefs;
  inCalendar: InCalendar;
  occupancy: Pick<Occupancy, 'list'>;
  seriesAtHand: SeriesAtHand;
  overrides: Pick<Overrides, 'named'>;
  now: () => number;
};

/** `at` is null where an entry is shown as it is read by itself, or does not recur. */
export type ListItem = { entry: Entry; at: Occurring | null };

export type ListWindow = Interval & { calendarId: string; expand: boolean };

export type ListPage = { items: ListItem[]; next: Place | null; calendar: CalendarRef };

export type ListEntries = (
  caller: Caller,
  window: ListWindow,
  after: Place | null,
  limit: number,
) => Promise<ListPage>;

/** What a page is made of before its texts are read. */
type Line = Listed | { entry: Entry; place: Place };

const isListed = (line: Line): line is Listed => 'of' in line;

export function listEntries(deps: Deps): ListEntries {
  const { db, calendarRefs, inCalendar, occupancy, seriesAtHand, overrides, now } = deps;

  /** Occurrences are kept without their long texts, so a page reads those that it shows. */
  async function itemsOf(read: Read, calendar: CalendarRef, lines: Line[], expand: boolean) {
    const names = { calendarId: calendar.id, ownerId: calendar.ownerId };
    const textual = expand ? lines.filter(isListed).filter(holdsText).map(nameOf) : [];
    const texts = new Map(
      (await overrides.named(read, names, textual)).map(({ entryId, override }) => [
        `${entryId} ${override.occurrence}`,
        override,
      ]),
    );
    return lines.map((line): ListItem => {
      if (!isListed(line)) return { entry: line.entry, at: null };
      const { entryId, occurrence } = nameOf(line);
      const override = texts.get(`${entryId} ${occurrence}`) ?? line.at.override;
      return { entry: line.of.entry, at: expand ? { ...line.at, override } : null };
    });
  }

  return (caller, { calendarId, expand, ...window }, after, limit) =>
    inCalendar(caller, calendarId, () =>
      // Revision and rows are of one moment, so that the revision can stand for the rows.
      snapshot(db, async (read) => {
        const calendar = await calendarRefs.find(caller.userId, calendarId, read);
        if (!calendar) return null;
        const whose = { ...window, calendarId, ownerId: caller.userId };
        const singles = await occupancy.list(read, whose, after, limit + 1);
        const pace = makePace(now, Number.POSITIVE_INFINITY);
        const series = await seriesAtHand(read, calendar, pace);
        const lines: Line[] = [
          ...singles.map((entry) => ({ entry, place: placeOf(entry) })),
          ...(expand ? firstOccurrences : firstSeries)(series, window, after, limit + 1),
        ];
        lines.sort((a, b) => comparePlaces(a.place, b.place));
        const page = lines.slice(0, limit);
        const next = lines.length > limit ? (page.at(-1)?.place ?? null) : null;
        return { items: await itemsOf(read, calendar, page, expand), next, calendar };
      }),
    );
}

const placeOf = ({ startMs, id }: Entry): Place => ({ startMs, id, occurrence: startMs });

const nameOf = ({ of, at }: Listed) => ({ entryId: of.entry.id, occurrence: at.occurrence });

const holdsText = ({ at }: Listed): boolean =>
  at.override !== null && ('description' in at.override.held || 'location' in at.override.held);
