// A list as a client asks for it in; its entity tag and body out, from memory where somebody has read the same since the last write.
import { notModified, type Precondition } from '@calendar/shared/http/conditions';
import type { Place } from '../domain/kept-series.ts';
import type { CalendarRef } from '../store/calendar-refs.ts';
import type { LookUpCalendar } from '../store/gathered-refs.ts';
import type { ListBodies } from '../store/list-bodies.ts';
import type { Caller, InCalendar } from './in-calendar.ts';
import type { ListEntries, ListPage, ListWindow } from './list-entries.ts';

export type ListQuery = { window: ListWindow; after: Place | null; limit: number };

/** `name` stands for the query and for how it is shown; `known` is what the client has. */
export type ListForm = {
  name: string;
  known: Precondition;
  render: (page: ListPage) => Buffer;
};

/** `body` null: the client has it. */
export type ReadList = (
  caller: Caller,
  query: ListQuery,
  form: ListForm,
) => Promise<{ etag: string; body: Buffer | null }>;

type Deps = {
  inCalendar: InCalendar;
  lookUpCalendar: LookUpCalendar;
  listBodies: Pick<ListBodies, 'find' | 'keep'>;
  listEntries: ListEntries;
};

/** A body shows one revision for ever, so no write has to take it back: the revision is looked up anew for every request. */
export function readList(deps: Deps): ReadList {
  const { inCalendar, lookUpCalendar, listBodies, listEntries } = deps;
  const filling = new Map<string, ReturnType<ReadList>>();

  async function fill(caller: Caller, { window, after, limit }: ListQuery, form: ListForm) {
    const page = await listEntries(caller, window, after, limit);
    const etag = etagOf(page.calendar, form);
    const body = form.render(page);
    listBodies.keep(keyOf(window, etag), body);
    return { etag, body };
  }

  /** Whoever asks for the same revision meanwhile gets the same answer. */
  function fillOnce(key: string, work: () => ReturnType<ReadList>): ReturnType<ReadList> {
    const running = filling.get(key) ?? work().finally(() => filling.delete(key));
    filling.set(key, running);
    return running;
  }

  return async (caller, query, form) => {
    const { calendarId } = query.window;
    const calendar = await inCalendar(caller, calendarId, () =>
      lookUpCalendar(caller.userId, calendarId),
    );
    const etag = etagOf(calendar, form);
    if (notModified(form.known, etag)) return { etag, body: null };
    const key = keyOf(query.window, etag);
    const body = await listBodies.find(key);
    return body ? { etag, body } : fillOnce(key, () => fill(caller, query, form));
  };
}

const etagOf = ({ listRev, tag }: CalendarRef, { name }: ListForm) => `"${listRev}-${tag}-${name}"`;

const keyOf = ({ calendarId }: ListWindow, etag: string) => `list:${calendarId}:${etag}`;
