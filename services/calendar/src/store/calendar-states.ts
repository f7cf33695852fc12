// What has become of calendars, by their ids alone: asked by services that keep copies, never for a client.
import type { AuthorityState } from '@calendar/shared/contracts/calendar-states';
import { filled, marksFor } from '@calendar/shared/db/batches';
import type { Database } from '@calendar/shared/db/connect';
import { read } from '@calendar/shared/db/statement';

const SIZES = [100, 1_000];
const select = (
  marks: string,
) => `SELECT id, owner_id AS ownerId, time_zone AS timeZone, version, state
  FROM calendar WHERE id IN (${marks})`;

export type CalendarStates = (ids: readonly string[]) => Promise<AuthorityState[]>;

/** Of one to 1,000 ids those that there are or were. */
export function makeCalendarStates(db: Database): CalendarStates {
  return (ids) => {
    const batch = filled(ids, SIZES);
    return read(db, select(marksFor(batch)), batch);
  };
}
