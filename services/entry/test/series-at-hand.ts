// A series in a calendar of a story's own, and what is said of it line by line.
import type { Reply } from '@calendar/shared/testing/client';
import type { CalendarAtHand } from './calendar-at-hand.ts';

type Json = Reply['body'];

export const at = (occurrence: string) => `occurrence=${encodeURIComponent(occurrence)}`;

/** The answer's body; an Error where it is a refusal. */
export async function letIn(reply: Promise<Reply>): Promise<Json> {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function seriesIn({ ask }: CalendarAtHand, fields: object) {
  const series = await letIn(ask('POST', '', { title: 'Series', duration: 'PT1H', ...fields }));
  const path = `/${series.id}`;
  return {
    series,
    path,
    read: (query = '') => ask('GET', path + query),
    patch: (query: string, body: unknown) => ask('PATCH', `${path}?${query}`, body),
    put: (query: string, body: unknown) => ask('PUT', `${path}?${query}`, body),
    remove: (query: string) => ask('DELETE', `${path}?${query}`),
  };
}

export type Span = [start: string, end: string];

export const daily = { frequency: 'daily' };
export const weekly = { frequency: 'weekly' };
export const entry = (start: string, recurrence: object | null, fields: object = {}) => ({
  ...{ title: start, start, duration: 'PT1H', timeZone: 'UTC', recurrence },
  ...fields,
});

/** An occurrence that was not moved, or a single entry. */
export const side = ([start, end]: Span, recurs = true) => ({
  start,
  end,
  occurrence: recurs ? start : null,
});

export const line = (candidate: object, existing: object, { id, title }: Json) => ({
  candidate,
  existing: { entryId: id, title, ...existing },
});

export const hour = (day: string): Span => [`${day}T09:00:00Z`, `${day}T10:00:00Z`];

/** `start title`, and `(original start)` where it was moved: a day and an hour of UTC each. */
export function lineOf({ start, occurrence, title }: Json): string {
  const short = (time: string) => new Date(time).toISOString().slice(5, 16).replace('T', ' ');
  const isMoved = occurrence !== null && Date.parse(occurrence) !== Date.parse(start);
  return `${short(start)} ${title}${isMoved ? ` (${short(occurrence)})` : ''}`;
}

const window = (from: string, to: string) => `?start=${from}T00:00:00Z&end=${to}T00:00:00Z`;

/** Lines of what is listed between two days. */
export async function linesIn(
  { ask }: CalendarAtHand,
  from = '2026-01-01',
  to = '2030-01-01',
): Promise<string[]> {
  const { items } = await letIn(ask('GET', `${window(from, to)}&limit=1000`));
  return items.map(lineOf);
}
