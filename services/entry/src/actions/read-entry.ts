// The name of an entry, or of one occurrence of it, in; the entry, and the occurrence, out; 404 where this caller has none such.
import type { Database } from '@calendar/shared/db/connect';
import { type Read, snapshot } from '@calendar/shared/db/statement';
import { notFound } from '@calendar/shared/errors';
import type { Owners } from '@calendar/shared/owners/owners';
import type { Entry } from '../domain/entry.ts';
import { keepSeries, type Occurring, occurrenceAt } from '../domain/kept-series.ts';
import { storedSeries } from '../domain/series-change.ts';
import type { Entries } from '../store/entries.ts';
import type { Overrides } from '../store/overrides.ts';
import type { Caller } from './in-calendar.ts';

type Deps = {
  db: Database;
  owners: Owners;
  entries: Pick<Entries, 'find'>;
  overrides: Pick<Overrides, 'find'>;
};

/** `occurrence`: the original start, epoch ms. */
export type ReadEntry = (
  caller: Caller,
  name: { calendarId: string; id: string },
  occurrence: number | undefined,
) => Promise<{ entry: Entry; at: Occurring | null }>;

/** An entry exists only in a calendar that is known here, so nobody else is asked. */
export function readEntry({ db, owners, entries, overrides }: Deps): ReadEntry {
  async function found(entry: Entry | null, userId: string): Promise<Entry> {
    if (entry) return entry;
    await owners.requireActive(userId);
    throw notFound('entry');
  }

  async function occurrenceOf(read: Read, entry: Entry, occurrence: number): Promise<Occurring> {
    if (!entry.rule) throw notFound('occurrence');
    const own = await overrides.find(read, entry, occurrence);
    const at = occurrenceAt(keepSeries(entry, storedSeries(entry), own ? [own] : []), occurrence);
    if (!at) throw notFound('occurrence');
    return at;
  }

  return async ({ userId }, name, occurrence) => {
    const whose = { ...name, ownerId: userId };
    if (occurrence === undefined) {
      return { entry: await found(await entries.find(whose), userId), at: null };
    }
    return snapshot(db, async (read) => {
      const entry = await found(await entries.find(whose, read), userId);
      return { entry, at: await occurrenceOf(read, entry, occurrence) };
    });
  };
}
