// What has become of calendars, by their ids alone: asked by services that keep copies, never for a client.
import type { AuthorityState } from '@calendar/shared/contracts/calendar-states';
import type { Database } from '@calendar/shared/db/connect';
import { read } from '@calendar/shared/db/statement';

// Two sizes keep the number of prepared texts small; the last id fills up.
const sizes = [100, 1_000];
const select = (
  marks: string,
) => `SELECT id, owner_id AS ownerId, time_zone AS timeZone, version, state
  FROM calendar WHERE id IN (${marks})`;

export type CalendarStates = (ids: readonly string[]) => Promise<AuthorityState[]>;

/** Of up to 1,000 ids those that there are or were. */
export function makeCalendarStates(db: Database): CalendarStates {
  return (ids) => {
    const size = sizes.find((fits) => fits >= ids.length) ?? ids.length;
    const filled = Array.from({ length: size }, (_, i) => ids[Math.min(i, ids.length - 1)] ?? '');
    return read(db, select(new Array(size).fill('?').join(', ')), filled);
  };
}
