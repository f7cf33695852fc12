// The routes that look at a stretch of time: the list of a window, and the check of a wish.
import { createHash } from 'node:crypto';
import { type CursorPosition, readCursor, writeCursor } from '@calendar/shared/http/cursor';
import { type Answer, type Call, defineRoute, type Route } from '@calendar/shared/http/route';
import type { CheckEntry } from '../actions/check-entry.ts';
import type { ListPage } from '../actions/list-entries.ts';
import type { ListItem } from '../actions/page-of-lines.ts';
import type { ReadList } from '../actions/read-list.ts';
import type { Place } from '../domain/kept-series.ts';
import {
  type CheckBody,
  checkBody,
  type ListQuery,
  listQuery,
  timeRules,
  windowRules,
} from './entries.schema.ts';
import { entryView, intervalView, occurrenceView, overlapView } from './entries.view.ts';
import { wishOf } from './entries.wish.ts';

export type WindowActions = { readList: ReadList; checkEntry: CheckEntry };

/** Part of a list's ETag: to be raised when the view of an entry changes, or what a page holds. */
const REPRESENTATION = 2;

const tag = 'Entries';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

async function list(
  readList: ReadList,
  { query, params, ifNoneMatch, ...caller }: Call<undefined, ListQuery>,
): Promise<Answer> {
  const calendarId = params.calendarId ?? '';
  const { start: startMs, end: endMs, expand, limit, cursor } = query;
  const scope = `entries ${caller.userId} ${calendarId} ${startMs} ${endMs} ${expand}`;
  const position = readCursor(scope, cursor);
  const after = position && placeFrom(position);
  const window = { calendarId, startMs, endMs, expand };
  const name = digest(`${scope} ${limit} ${cursor} ${REPRESENTATION} ${process.versions.tz}`);
  const render = ({ items, next }: ListPage) => {
    const nextCursor = next && writeCursor(scope, [next.startMs, next.id, next.occurrence]);
    return Buffer.from(
      JSON.stringify({ items: items.map(expand ? occurrenceOf : entryOf), nextCursor }),
    );
  };
  const form = { name, render, known: ifNoneMatch };
  const { etag, body } = await readList(caller, { window, after, limit }, form);
  return { status: 200, etag, contentType: 'application/json; charset=utf-8', body };
}

const placeFrom = ([startMs, id, occurrence = startMs]: CursorPosition): Place => ({
  ...{ startMs, id, occurrence },
});

const entryOf = ({ entry }: ListItem) => entryView(entry);
const occurrenceOf = ({ entry, at }: ListItem) => occurrenceView(entry, at);

async function check(
  checkEntry: CheckEntry,
  { body, params, ...caller }: Call<CheckBody>,
): Promise<Answer> {
  const { excludeEntryId, ...wish } = body;
  const calendarId = params.calendarId ?? '';
  const { overlap, nextFree } = await checkEntry(caller, calendarId, wishOf(wish), excludeEntryId);
  return {
    status: 200,
    body: {
      ...overlapView(overlap),
      conflictFree: overlap.conflicts.length === 0,
      nextFree: nextFree && intervalView(nextFree, overlap.timeZone),
    },
  };
}

export function windowRoutes(actions: WindowActions): Route[] {
  return [
    defineRoute<undefined, ListQuery>({
      method: 'GET',
      path: '/calendars/:calendarId/entries',
      query: listQuery,
      rules: windowRules,
      operation: {
        operationId: 'listEntries',
        tag,
        summary: 'List the entries of a window of time',
        description:
          'Every occurrence that intersects `[start, end)`, in order of start, then id, then original start. `expand=false` gives each entry that has one once, as it is read by itself, by its own start.',
        answers: { 200: 'EntryPage' },
      },
      handle: (call) => list(actions.readList, call),
    }),
    defineRoute<CheckBody>({
      method: 'POST',
      path: '/calendars/:calendarId/entries/check',
      body: checkBody,
      rules: timeRules,
      operation: {
        operationId: 'checkEntry',
        tag,
        summary: 'Ask what an entry would overlap with, and when it would be free',
        description:
          'Nothing is written. `nextFree` is the earliest start, at or after the one asked for, at which the entry meets nothing; null where there is none within 366 days. Of a series it is the earliest start on the same local day at which the whole series meets nothing; null where there is none, or none in 20 decisions.',
        answers: { 200: 'Check' },
      },
      handle: (call) => check(actions.checkEntry, call),
    }),
  ];
}
