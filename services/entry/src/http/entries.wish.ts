// What a client sends, as the wish or change that it is.
import type { EntryWish } from '../actions/create-entry.ts';
import type { EntryChange } from '../actions/entry-change.ts';
import type { Scope } from '../actions/update-entry.ts';
import type { EntryBody, EntryPatchBody, ScopeQuery, WholeEntryBody } from './entries.schema.ts';

/** A body as POST and PUT send it, as the wish that it is. */
export const wishOf = (body: EntryBody): EntryWish => ({
  text: {
    title: body.title,
    description: body.description,
    location: body.location,
    busy: body.freeBusy === 'busy',
  },
  schedule: {
    start: body.start,
    duration: body.duration,
    timeZone: body.timeZone,
    recurrence: body.recurrence ?? null,
  },
});

const repeatedOf = ({ id, calendarId, occurrence }: WholeEntryBody | EntryPatchBody) => ({
  ...(id !== undefined && { id }),
  ...(calendarId !== undefined && { calendarId }),
  ...(occurrence !== undefined && { occurrence }),
});

const sentTimes = (body: WholeEntryBody | EntryPatchBody) => ({
  ...(body.start !== undefined && { start: body.start }),
  ...(body.duration !== undefined && { duration: body.duration }),
  ...(typeof body.timeZone === 'string' && { timeZone: body.timeZone }),
  ...(body.end !== undefined && { end: body.end }),
  ...(body.recurrence !== undefined && { recurrence: body.recurrence }),
});

export const replacement = (body: WholeEntryBody): EntryChange => ({
  text: wishOf(body).text,
  schedule: { ...sentTimes(body), whole: true },
  defaultZone: body.timeZone === undefined,
  repeated: repeatedOf(body),
  restores: false,
});

export const patch = (body: EntryPatchBody): EntryChange => ({
  text: {
    ...(body.title !== undefined && { title: body.title }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.location !== undefined && { location: body.location }),
    ...(body.freeBusy !== undefined && { busy: body.freeBusy !== 'free' }),
  },
  schedule: { ...sentTimes(body), whole: false },
  defaultZone: body.timeZone === null,
  repeated: repeatedOf(body),
  restores: body.excluded === false,
});

export const scopeOf = ({ scope, occurrence }: ScopeQuery): Scope =>
  occurrence === undefined
    ? { of: 'all' }
    : { of: scope === 'thisAndFuture' ? scope : 'this', occurrence };
