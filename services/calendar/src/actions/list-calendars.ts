// A page of an owner's calendars, newest first, and the position after which the next page begins.
import { pageText } from '@calendar/shared/http/page-text';
import type { Owners } from '@calendar/shared/owners/owners';
import type { Calendar } from '../domain/calendar.ts';
import type { Calendars, Position } from '../store/calendars.ts';

/** A usual page and the one after it; so many of the longest texts are in memory at most when the page turns out to be full. */
const AT_ONCE = 101;

type Deps = { owners: Owners; calendars: Calendars };

export type ListCalendars = (
  ownerId: string,
  after: Position | null,
  limit: number,
) => Promise<{ items: Calendar[]; next: Position | null }>;

export function listCalendars({ owners, calendars }: Deps): ListCalendars {
  return async (ownerId, after, limit) => {
    await owners.requireActive(ownerId);
    const items: Calendar[] = [];
    const last = () => items.at(-1) ?? null;
    const fits = pageText();
    for (;;) {
      const wanted = Math.min(AT_ONCE, limit + 1 - items.length);
      const found = await calendars.list(ownerId, last() ?? after, wanted);
      for (const calendar of found) {
        if (items.length === limit || !fits(calendar.description)) return { items, next: last() };
        items.push(calendar);
      }
      if (found.length < wanted) return { items, next: null };
    }
  };
}
