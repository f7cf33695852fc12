// The series of a calendar as far as their occurrences come from it: which there are, and each without its long texts.
import type { Read } from '@calendar/shared/db/statement';
import type { SeriesHead } from '../domain/kept-series.ts';
import { inBatches } from './batches.ts';
import type { EntryName } from './entries.ts';
import { type RowOf, selectedOf } from './entry-row.ts';

type Names = Omit<EntryName, 'id'>;

/** `tag` is another one after every change of the series or of one of its occurrences. */
export type SeriesVersion = Pick<SeriesHead, 'id' | 'tag'>;

const columns = selectedOf([
  ...(['id', 'tag', 'title', 'busy', 'startMs', 'wallStart'] as const),
  ...(['timeZone', 'duration', 'rule', 'ruleStart'] as const),
]);

const versions = (seriesClass: number) => `SELECT id, tag FROM entry
  WHERE calendar_id = ? AND owner_id = ? AND duration_class = ${seriesClass}`;
const heads = (marks: string) => `SELECT ${columns} FROM entry e
  WHERE e.calendar_id = ? AND e.owner_id = ? AND e.id IN (${marks})`;

const toHead = (row: RowOf<SeriesHead>): SeriesHead => ({
  ...row,
  busy: row.busy === 1,
  rule: row.rule === null ? null : JSON.parse(row.rule),
});

export type SeriesHeads = ReturnType<typeof makeSeriesHeads>;

export function makeSeriesHeads(seriesClass: number) {
  const versionsSql = versions(seriesClass);
  return {
    versions: (read: Read, { calendarId, ownerId }: Names): Promise<SeriesVersion[]> =>
      read<SeriesVersion>(versionsSql, [calendarId, ownerId]),

    async find(read: Read, { calendarId, ownerId }: Names, ids: readonly string[]) {
      const found = await inBatches(ids, (batch, marks) =>
        read<RowOf<SeriesHead>>(heads(marks), [calendarId, ownerId, ...batch]),
      );
      return found.map(toHead);
    },
  };
}
