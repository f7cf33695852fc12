// The name of an entry in; it is gone when this returns.
import { notFound } from '@calendar/shared/errors';
import { type Precondition, requireMatch, versionTag } from '@calendar/shared/http/conditions';
import type { Entries } from '../store/entries.ts';
import type { Caller } from './in-calendar.ts';
import type { LockingCalendar } from './locking-calendar.ts';

type Deps = { lockingCalendar: LockingCalendar; entries: Entries };

export type DeleteEntry = (
  caller: Caller,
  name: { calendarId: string; id: string },
  how: { ifMatch: Precondition; occurrence: number | undefined },
) => Promise<void>;

export function deleteEntry({ lockingCalendar, entries }: Deps): DeleteEntry {
  return (caller, name, { ifMatch, occurrence }) =>
    lockingCalendar(caller, name.calendarId, -1, async (tx) => {
      const named = { ...name, ownerId: caller.userId };
      const stored = await entries.get(tx, named);
      if (!stored) throw notFound('entry');
      if (occurrence !== undefined) throw notFound('occurrence');
      requireMatch(ifMatch, versionTag(stored));
      await entries.remove(tx, named);
    });
}
