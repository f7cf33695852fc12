// The routes of single entries.
import { versionTag } from '@calendar/shared/http/conditions';
import { type Answer, type Call, defineRoute, type Route } from '@calendar/shared/http/route';
import type { Replayable } from '@calendar/shared/idempotency/once';
import type { CreateEntry } from '../actions/create-entry.ts';
import type { DeleteEntry } from '../actions/delete-entry.ts';
import type { EntryChange, Written } from '../actions/entry-change.ts';
import type { ReadEntry } from '../actions/read-entry.ts';
import type { UpdateEntry } from '../actions/update-entry.ts';
import { OverlapRefused } from '../domain/conflicts.ts';
import {
  createQuery,
  deleteQuery,
  type EntryBody,
  type EntryPatchBody,
  entryPatchBody,
  newEntryBody,
  patchRules,
  readQuery,
  type ScopeQuery,
  type Sent,
  scopeRules,
  timeRules,
  type UpdateQuery,
  updateQuery,
  type WholeEntryBody,
  wholeEntryBody,
} from './entries.schema.ts';
import { entryView, occurrenceView, overlapProblem, overlapView } from './entries.view.ts';
import { patch, replacement, scopeOf, wishOf } from './entries.wish.ts';

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

/** An entry, or one occurrence of it. */
const shown = ({ entry, at }: Pick<Written, 'entry' | 'at'>): Answer => ({
  status: 200,
  body: at ? occurrenceView(entry, at) : entryView(entry),
  etag: versionTag(entry),
});

const locationOf = ({ body }: Answer): string => {
  const { calendarId, id } = body as ReturnType<typeof entryView>;
  return `/calendars/${calendarId}/entries/${id}`;
};

/** Runs a write and shows what it made; what it was forced over goes along where force was asked for. */
async function write(force: boolean, work: () => Promise<Replayable<Written>>): Promise<Answer> {
  try {
    const written = await work();
    const answer = shown(written);
    const { overlap, dropped, replayed } = written;
    const more = { ...(dropped && { dropped }), ...(force && overlapView(overlap)) };
    return { ...answer, body: { ...(answer.body as object), ...more }, replayed };
  } catch (error) {
    throw error instanceof OverlapRefused ? overlapProblem(error) : error;
  }
}

const splits = ({ scope }: Record<string, unknown>) => scope === 'thisAndFuture';

const rulesOfPut = (sent: Sent) => [...timeRules(sent), ...scopeRules(sent)];
const rulesOfPatch = (sent: Sent) => [...patchRules(sent), ...scopeRules(sent)];

export function entryRoutes(actions: EntryActions): Route[] {
  async function update<Body>(
    { query, ifMatch, ...call }: Call<Body, UpdateQuery>,
    change: EntryChange,
  ): Promise<Answer> {
    const how = { scope: scopeOf(query), force: query.force, ifMatch };
    const answer = await write(query.force, () =>
      actions.updateEntry(call, nameOf(call), change, how),
    );
    const location = locationOf(answer);
    // A split is answered with the entry that it made.
    return location.endsWith(call.params.entryId ?? '') ? answer : { ...answer, location };
  }

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
          'Refused with 409 where a busy entry would ever overlap with another busy one, however far away, unless `force=true`, which also adds what it overlaps with to the answer. With `recurrence` it is a series.',
        answers: { 201: 'WrittenEntry' },
        problems: ['entry-overlap', 'limit-reached'],
      },
      async handle({ params, query, body, ...call }) {
        const calendarId = params.calendarId ?? '';
        const answer = await write(query.force, async () => {
          const made = await actions.createEntry(call, calendarId, wishOf(body), query.force);
          return { ...made, at: null };
        });
        return { ...answer, status: 201, location: locationOf(answer) };
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
        description:
          'With `occurrence` (its original start) one occurrence of it; 404 where the entry has none there.',
        answers: { 200: 'EntryOrOccurrence' },
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
      rules: rulesOfPut,
      operation: {
        operationId: 'replaceEntry',
        tag,
        summary: 'Replace an entry',
        description:
          'What is left out goes back to its default. The body of a GET can be sent back as it is. Overlap is decided where time is made busy or busy time changes. Of a series the scope says how much is replaced; with `thisAndFuture` it is split, and the answer is the new entry with its `Location`.',
        answers: { 200: 'ChangedEntry' },
        problems: ['entry-overlap', 'limit-reached'],
      },
      handle: (call) => update(call, replacement(call.body)),
    }),
    defineRoute<EntryPatchBody, UpdateQuery>({
      method: 'PATCH',
      path: one,
      query: updateQuery,
      body: entryPatchBody,
      creates: splits,
      rules: rulesOfPatch,
      operation: {
        operationId: 'changeEntry',
        tag,
        summary: 'Change an entry',
        description:
          'A merge patch (RFC 7396), of `recurrence` member by member: what is left out stays, `null` removes. A `timeZone` alone keeps the instant. `excluded: false` brings an excluded occurrence back. Scopes as in PUT.',
        answers: { 200: 'ChangedEntry' },
        problems: ['entry-overlap', 'limit-reached'],
      },
      handle: (call) => update(call, patch(call.body)),
    }),
    defineRoute<undefined, ScopeQuery>({
      method: 'DELETE',
      path: one,
      query: deleteQuery,
      rules: scopeRules,
      operation: {
        operationId: 'deleteEntry',
        tag,
        summary: 'Delete an entry',
        description:
          'With `occurrence` that one alone is excluded; with `thisAndFuture` the series ends before it.',
        answers: { 204: null },
        problems: ['limit-reached'],
      },
      async handle({ query, ifMatch, ...call }) {
        await actions.deleteEntry(call, nameOf(call), { scope: scopeOf(query), ifMatch });
        return { status: 204 };
      },
    }),
  ];
}
