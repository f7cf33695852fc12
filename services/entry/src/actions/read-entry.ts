// The name of an entry in, the entry out; 404 where this caller has no such entry.
import { notFound } from '@calendar/shared/errors';
import type { Owners } from '@calendar/shared/owners/owners';
import type { Entry } from '../domain/entry.ts';
import type { Entries } from '../store/entries.ts';
import type { Caller } from './in-calendar.ts';

type Deps = { owners: Owners; entries: Entries };

export type ReadEntry = (
  caller: Caller,
  name: { calendarId: string; id: string },
  occurrence: number | undefined,
) => Promise<Entry>;

/** An entry exists only in a calendar that is known here, so nobody else is asked. */
export function readEntry({ owners, entries }: Deps): ReadEntry {
  return async ({ userId }, name, occurrence) => {
    const entry = await entries.find({ ...name, ownerId: userId });
    if (!entry) await owners.requireActive(userId);
    if (!entry) throw notFound('entry');
    if (occurrence !== undefined) throw notFound('occurrence');
    return entry;
  };
}
