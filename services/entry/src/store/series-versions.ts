// Which series a calendar has, and which version of each. Series lie in a class of their own in the index.
import type { Read } from '@calendar/shared/db/statement';
import type { Entry } from '../domain/entry.ts';
import type { EntryName } from './entries.ts';

/** `tag` is another one after every change of the series or of one of its occurrences. */
export type SeriesVersion = Pick<Entry, 'id' | 'tag'>;

export type FindVersions = (
  read: Read,
  calendar: Omit<EntryName, 'id'>,
) => Promise<SeriesVersion[]>;

export function findSeriesVersions(seriesClass: number): FindVersions {
  const sql = `SELECT id, tag FROM entry
    WHERE calendar_id = ? AND owner_id = ? AND duration_class = ${seriesClass}`;
  return (read, { calendarId, ownerId }) => read(sql, [calendarId, ownerId]);
}
