// The routes of calendars.
import { createHash } from 'node:crypto';
import { versionTag } from '@calendar/shared/http/conditions';
import { readCursor, writeCursor } from '@calendar/shared/http/cursor';
import { type Answer, type Call, defineRoute, type Route } from '@calendar/shared/http/route';
import type { CreateCalendar } from '../actions/create-calendar.ts';
import type { DeleteCalendar } from '../actions/delete-calendar.ts';
import type { ListCalendars } from '../actions/list-calendars.ts';
import type { ReadCalendar } from '../actions/read-calendar.ts';
import type { UpdateCalendar } from '../actions/update-calendar.ts';
import type { Calendar, CalendarFields } from '../domain/calendar.ts';
import {
  type CalendarsQuery,
  calendarPatch,
  calendarsQuery,
  newCalendar,
  wholeCalendar,
} from './calendars.schema.ts';
import { calendarView } from './calendars.view.ts';

export type Actions = {
  createCalendar: CreateCalendar;
  listCalendars: ListCalendars;
  readCalendar: ReadCalendar;
  updateCalendar: UpdateCalendar;
  deleteCalendar: DeleteCalendar;
};

type Sent = Partial<CalendarFields> & { id?: string; createdAt?: unknown; updatedAt?: unknown };

const one = '/calendars/:calendarId';
const tag = 'Calendars';

const shown = (calendar: Calendar): Answer => ({
  status: 200,
  body: calendarView(calendar),
  etag: versionTag(calendar),
});

export function calendarRoutes(actions: Actions): Route[] {
  const update = async (
    { userId, params, body, ifMatch }: Call<Sent>,
    id = params.calendarId ?? '',
  ) => {
    const { id: sentId, createdAt: _created, updatedAt: _updated, ...fields } = body;
    return shown(await actions.updateCalendar(userId, id, { fields, sentId, ifMatch }));
  };

  return [
    defineRoute<CalendarFields>({
      method: 'POST',
      path: '/calendars',
      creates: () => true,
      body: newCalendar,
      operation: {
        operationId: 'createCalendar',
        tag,
        summary: 'Create a calendar',
        answers: { 201: 'Calendar' },
      },
      async handle({ userId, body, idempotencyKey }) {
        const made = await actions.createCalendar(userId, body, idempotencyKey);
        const { calendar, replayed } = made;
        const location = `/calendars/${calendar.id}`;
        return { ...shown(calendar), status: 201, location, replayed };
      },
    }),
    defineRoute<undefined, CalendarsQuery>({
      method: 'GET',
      path: '/calendars',
      query: calendarsQuery,
      operation: {
        operationId: 'listCalendars',
        tag,
        summary: 'List my calendars, newest first',
        answers: { 200: 'CalendarPage' },
      },
      handle: (call) => list(actions.listCalendars, call),
    }),
    defineRoute({
      method: 'GET',
      path: one,
      operation: {
        operationId: 'readCalendar',
        tag,
        summary: 'Read a calendar',
        answers: { 200: 'Calendar' },
      },
      handle: async ({ userId, params }) =>
        shown(await actions.readCalendar(userId, params.calendarId ?? '')),
    }),
    defineRoute<Sent>({
      method: 'PUT',
      path: one,
      body: wholeCalendar,
      operation: {
        operationId: 'replaceCalendar',
        tag,
        summary: 'Replace a calendar',
        description:
          'What is left out goes back to its default. The body of a GET can be sent back as it is. A new `timeZone` holds for entries made afterwards.',
        answers: { 200: 'Calendar' },
      },
      handle: update,
    }),
    defineRoute<Sent>({
      method: 'PATCH',
      path: one,
      body: calendarPatch,
      operation: {
        operationId: 'changeCalendar',
        tag,
        summary: 'Change a calendar',
        description: 'A merge patch (RFC 7396): what is left out stays, `null` removes.',
        answers: { 200: 'Calendar' },
      },
      handle: ({ body, ...call }) =>
        update({ ...call, body: body.timeZone === null ? { ...body, timeZone: 'UTC' } : body }),
    }),
    defineRoute({
      method: 'DELETE',
      path: one,
      operation: {
        operationId: 'deleteCalendar',
        tag,
        summary: 'Delete a calendar with all its entries',
        answers: { 204: null },
      },
      async handle({ userId, params, ifMatch }) {
        await actions.deleteCalendar(userId, params.calendarId ?? '', ifMatch);
        return { status: 204 };
      },
    }),
  ];
}

async function list(
  listCalendars: ListCalendars,
  { userId, query }: Call<undefined, CalendarsQuery>,
): Promise<Answer> {
  const scope = `calendars ${userId}`;
  const position = readCursor(scope, query.cursor);
  const after = position && { createdAt: position[0], id: position[1] };
  const { items, next } = await listCalendars(userId, after, query.limit);
  const nextCursor = next && writeCursor(scope, [next.createdAt, next.id]);
  const versions = items.map((calendar) => calendar.id + versionTag(calendar)).join();
  const digest = createHash('sha256')
    .update(versions + nextCursor)
    .digest('base64url');
  return {
    status: 200,
    body: { items: items.map(calendarView), nextCursor },
    etag: `"${digest.slice(0, 22)}"`,
  };
}
