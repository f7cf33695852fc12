// The routes of single entries.
import { versionTag } from '@calendar/shared/http/conditions';
import { type Answer, type Call, defineRoute, type Route } from '@calendar/shared/http/route';
import type { CreateEntry, EntryWish } from '../actions/create-entry.ts';
import type { DeleteEntry } from '../actions/delete-entry.ts';
import type { ReadEntry } from '../actions/read-entry.ts';
import type { EntryChange, UpdateEntry } from '../actions/update-entry.ts';
import type { Entry } from '../domain/entry.ts';
import { type Overlap, OverlapRefused } from '../domain/overlap-refused.ts';
import {
  createQuery,
  deleteQuery,
  type EntryBody,
  type EntryPatchBody,
  entryPatchBody,
  newEntryBody,
  readQuery,
  type Sent,
  scopeRules,
  timeRules,
  type UpdateQuery,
  updateQuery,
  type WholeEntryBody,
  wholeEntryBody,
} from './entries.schema.ts';
import { entryView, overlapProblem, overlapView } from './entries.view.ts';

export type EntryActions = {
  createEntry: CreateEntry;
  readEntry: ReadEntry;
  updateEntry: UpdateEntry;
  deleteEntry: DeleteEntry;
};

const tag = 'Entries';
const all = '/calendars/:calendarId/entries';
const one = '/calendars/:calendarId/entries/:entryId';

const nameOf = ({ params }: Pick<Call, 'params'>) => ({
  calendarId: params.calendarId ?? '',
  id: params.entryId ?? '',
});

const shown = (entry: Entry): Answer => ({
  status: 200,
  body: entryView(entry),
  etag: versionTag(entry),
});

/** Runs a write and shows what it made; what it was forced over goes along where force was asked for. */
async function write(
  force: boolean,
  work: () => Promise<{ entry: Entry; overlap: Overlap }>,
): Promise<Answer> {
  try {
    const { entry, overlap } = await work();
    const answer = shown(entry);
    return force ? { ...answer, body: { ...entryView(entry), ...overlapView(overlap) } } : answer;
  } catch (error) {
    throw error instanceof OverlapRefused ? overlapProblem(error) : error;
  }
}

/** A body as POST and PUT send it, as the wish that it is. */
export const wishOf = (body: EntryBody): EntryWish => ({
  text: {
    title: body.title,
    description: body.description,
    location: body.location,
    busy: body.freeBusy === 'busy',
  },
  schedule: { start: body.start, duration: body.duration, timeZone: body.timeZone },
});

const repeatedOf = ({ id, calendarId, occurrence }: WholeEntryBody | EntryPatchBody) => ({
  ...(id !== undefined && { id }),
  ...(calendarId !== undefined && { calendarId }),
  ...(occurrence !== undefined && { occurrence }),
});

const sentTimes = ({ start, duration, timeZone, end }: WholeEntryBody | EntryPatchBody) => ({
  ...(start !== undefined && { start }),
  ...(duration !== undefined && { duration }),
  ...(typeof timeZone === 'string' && { timeZone }),
  ...(end !== undefined && { end }),
});

const replacement = (body: WholeEntryBody): EntryChange => ({
  text: wishOf(body).text,
  schedule: sentTimes(body),
  defaultZone: body.timeZone === undefined,
  repeated: repeatedOf(body),
});

const patch = (body: EntryPatchBody): EntryChange => ({
  text: {
    ...(body.title !== undefined && { title: body.title }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.location !== undefined && { location: body.location }),
    ...(body.freeBusy !== undefined && { busy: body.freeBusy !== 'free' }),
  },
  schedule: sentTimes(body),
  defaultZone: body.timeZone === null,
  repeated: repeatedOf(body),
});

const splits = ({ scope }: Record<string, unknown>) => scope === 'thisAndFuture';

const rulesOfUpdate = (sent: Sent) => [...timeRules(sent), ...scopeRules(sent)];

export function entryRoutes(actions: EntryActions): Route[] {
  const update = <Body>(
    { query, ifMatch, ...call }: Call<Body, UpdateQuery>,
    change: EntryChange,
  ) =>
    write(query.force, () =>
      actions.updateEntry(call, nameOf(call), change, {
        force: query.force,
        ifMatch,
        occurrence: query.occurrence,
      }),
    );

  return [
    defineRoute<EntryBody, { force: boolean }>({
      method: 'POST',
      path: all,
      creates: () => true,
      query: createQuery,
      body: newEntryBody,
      rules: timeRules,
      operation: {
        operationId: 'createEntry',
        tag,
        summary: 'Create an entry',
        description:
          'Refused with 409 where a busy entry would overlap with another busy one, unless `force=true`, which also adds what it overlaps with to the answer.',
        answers: { 201: 'WrittenEntry' },
        problems: ['entry-overlap', 'limit-reached'],
      },
      async handle({ params, query, body, ...call }) {
        const calendarId = params.calendarId ?? '';
        const answer = await write(query.force, () =>
          actions.createEntry(call, calendarId, wishOf(body), query.force),
        );
        const { id } = answer.body as { id: string };
        return { ...answer, status: 201, location: `/calendars/${calendarId}/entries/${id}` };
      },
    }),
    defineRoute<undefined, { occurrence?: number }>({
      method: 'GET',
      path: one,
      query: readQuery,
      operation: {
        operationId: 'readEntry',
        tag,
        summary: 'Read an entry',
        description: 'An entry that does not recur has no occurrence to name: 404.',
        answers: { 200: 'Entry' },
      },
      handle: async ({ query, ...call }) =>
        shown(await actions.readEntry(call, nameOf(call), query.occurrence)),
    }),
    defineRoute<WholeEntryBody, UpdateQuery>({
      method: 'PUT',
      path: one,
      query: updateQuery,
      body: wholeEntryBody,
      creates: splits,
      rules: rulesOfUpdate,
      operation: {
        operationId: 'replaceEntry',
        tag,
        summary: 'Replace an entry',
        description:
          'What is left out goes back to its default. The body of a GET can be sent back as it is. Overlap is decided where time is made busy or busy time changes.',
        answers: { 200: 'WrittenEntry' },
        problems: ['entry-overlap'],
      },
      handle: (call) => update(call, replacement(call.body)),
    }),
    defineRoute<EntryPatchBody, UpdateQuery>({
      method: 'PATCH',
      path: one,
      query: updateQuery,
      body: entryPatchBody,
      creates: splits,
      rules: rulesOfUpdate,
      operation: {
        operationId: 'changeEntry',
        tag,
        summary: 'Change an entry',
        description:
          'A merge patch (RFC 7396): what is left out stays, `null` removes. A `timeZone` alone keeps the instant.',
        answers: { 200: 'WrittenEntry' },
        problems: ['entry-overlap'],
      },
      handle: (call) => update(call, patch(call.body)),
    }),
    defineRoute<undefined, { occurrence?: number }>({
      method: 'DELETE',
      path: one,
      query: deleteQuery,
      rules: scopeRules,
      operation: {
        operationId: 'deleteEntry',
        tag,
        summary: 'Delete an entry',
        answers: { 204: null },
      },
      async handle({ query, ifMatch, ...call }) {
        await actions.deleteEntry(call, nameOf(call), { ifMatch, occurrence: query.occurrence });
        return { status: 204 };
      },
    }),
  ];
}
