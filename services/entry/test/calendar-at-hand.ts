// A calendar of a story's own, and what is done in it.
import type { Reply } from '@calendar/shared/testing/client';
import type { Somebody } from '@calendar/shared/testing/somebody';

type Json = Reply['body'];
type Headers = Record<string, string>;

export type CalendarAtHand = {
  id: string;
  /** Where its entries are. */
  path: string;
  /** `rest` goes on after `path`. */
  ask: (method: string, rest: string, body?: unknown, headers?: Headers) => Promise<Reply>;
  /** Creates a meeting with these fields, by force, and gives it as it is read. */
  add: (fields?: object) => Promise<Json>;
  /** A list of a window that holds every time of these stories. */
  all: (query?: string, headers?: Headers) => Promise<Reply>;
};

export const meeting = (fields: object = {}) => ({
  title: 'Meeting',
  start: '2027-03-01T09:00:00+01:00',
  duration: 'PT1H',
  ...fields,
});

const everything = '?start=0000-01-01T00:00:00Z&end=9999-12-31T23:59:59Z';

export async function newCalendar(
  owner: Somebody,
  timeZone = 'Europe/Berlin',
): Promise<CalendarAtHand> {
  const { body: calendar } = await owner.ask('POST', '/calendars', { name: 'Work', timeZone });
  const path = `/calendars/${calendar.id}/entries`;
  const ask: CalendarAtHand['ask'] = (method, rest, body, headers) =>
    owner.ask(method, path + rest, body, headers);
  return {
    id: calendar.id,
    path,
    ask,
    async add(fields) {
      const { status, body } = await ask('POST', '?force=true', meeting(fields));
      if (status !== 201) throw new Error(`a meeting was refused: ${JSON.stringify(body)}`);
      const { conflicts: _, conflictsTruncated: __, ...entry } = body;
      return entry;
    },
    all: (query = '', headers = {}) => ask('GET', everything + query, undefined, headers),
  };
}

/** The line of a conflict between two entries as they are read. */
export const conflict = (candidate: Json, existing: Json) => ({
  candidate: { start: candidate.start, end: candidate.end, occurrence: null },
  existing: {
    entryId: existing.id,
    title: existing.title,
    start: existing.start,
    end: existing.end,
    occurrence: null,
  },
});

/** Asserts the whole of a 409. */
export function expectOverlap(
  reply: Reply,
  instance: string,
  conflicts: unknown[],
  conflictsTruncated = false,
): void {
  expect(reply.body).toEqual({
    type: '/problems/entry-overlap',
    title: 'Entry overlaps',
    status: 409,
    detail: expect.stringMatching(/\S/),
    instance,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    forceable: true,
    conflicts,
    conflictsTruncated,
  });
  expect(reply.status).toBe(409);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
}
