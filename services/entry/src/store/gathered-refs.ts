// Looking up what is known of a calendar, many at once: what is asked while a statement is under way goes into the next one, so that
// every answer is of after its question and the database sees few statements.
import { inBatches } from '@calendar/shared/db/batches';
import type { Database } from '@calendar/shared/db/connect';
import { read } from '@calendar/shared/db/statement';
import DataLoader from 'dataloader';
import { activeOwner, type CalendarRef, type CalendarRow, selectRefs } from './calendar-refs.ts';

const AT_ONCE = 2;
const MOST = 100;

type Key = { ownerId: string; id: string };

/** Null and throws as `CalendarRefs.find`. */
export type LookUpCalendar = (ownerId: string, id: string) => Promise<CalendarRef | null>;

const select = (marks: string) =>
  `${selectRefs} WHERE c.id IN (${marks}) AND c.owner_id IN (${marks}) AND c.state = 'active'`;

const nameOf = ({ ownerId, id }: Key) => `${ownerId} ${id}`;

export function gatherRefs(db: Database): LookUpCalendar {
  let underWay = 0;
  const waiting: (() => void)[] = [];

  function schedule(start: () => void): void {
    if (underWay < AT_ONCE) setImmediate(start);
    else waiting.push(start);
  }

  async function find(keys: readonly Key[]): Promise<(CalendarRef | Error | null)[]> {
    underWay += 1;
    try {
      const found = await inBatches(keys, (batch, marks) =>
        read<CalendarRow>(db, select(marks), [
          ...batch.map(({ id }) => id),
          ...batch.map(({ ownerId }) => ownerId),
        ]),
      );
      const byName = new Map(found.map((row) => [nameOf(row), row]));
      return keys.map((key) => settled(byName.get(nameOf(key))));
    } finally {
      underWay -= 1;
      waiting.shift()?.();
    }
  }

  const loader = new DataLoader<Key, CalendarRef | null>(find, {
    cache: false,
    maxBatchSize: MOST,
    batchScheduleFn: schedule,
  });
  return (ownerId, id) => loader.load({ ownerId, id });
}

/** One refusal must not be everybody's. */
function settled(row: CalendarRow | undefined): CalendarRef | Error | null {
  try {
    return activeOwner(row);
  } catch (error) {
    return error as Error;
  }
}
