// A page of an owner's calendars, newest first, and the position after which the next page begins.
import type { Owners } from '@calendar/shared/owners/owners';
import type { Calendar } from '../domain/calendar.ts';
import type { Calendars, Position } from '../store/calendars.ts';

type Deps = { owners: Owners; calendars: Calendars };

export type ListCalendars = (
  ownerId: string,
  after: Position | null,
  limit: number,
) => Promise<{ items: Calendar[]; next: Position | null }>;

export function listCalendars({ owners, calendars }: Deps): ListCalendars {
  return async (ownerId, after, limit) => {
    await owners.requireActive(ownerId);
    const found = await calendars.list(ownerId, after, limit + 1);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? (items.at(-1) ?? null) : null };
  };
}
