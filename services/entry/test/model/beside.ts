// The API beside the model: every operation goes to both, and what each says is compared.
import type { Reply } from '@calendar/shared/testing/client';
import type { CalendarAtHand } from '../calendar-at-hand.ts';
import { expandedJson, type Ids, shownJson, sideJson, unexpandedJson } from './answer.ts';
import { ModelCalendar, type Operation, type Outcome } from './calendar.ts';
import type { Meeting } from './overlap.ts';

type Json = Reply['body'];
type Line = { candidate: Json; existing: Json };

export type Beside = {
  model: ModelCalendar;
  /** Fails where the answers differ; does nothing where the model does not know, and says so. */
  apply: (operation: Operation) => Promise<Outcome>;
  /** Fails where the lists of a window differ, expanded or not. */
  compare: (fromMs: number, toMs: number) => Promise<void>;
};

const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const withoutTimes = ({ createdAt: _, updatedAt: __, calendarId: ___, ...rest }: Json): Json =>
  rest;

export function beside(calendar: CalendarAtHand, zone: string): Beside {
  const model = new ModelCalendar(zone);
  const ids = new Map<string, string>();

  async function apply(operation: Operation): Promise<Outcome> {
    const outcome = model.apply(operation);
    if (!outcome.known) return outcome;
    const reply = await send(calendar, operation, ids);
    const { status, body } = reply;
    expect({ status, conflicts: body?.conflicts ?? [] }).toMatchObject({ status: outcome.status });
    if (status === 409) expectConflicts(body.conflicts, outcome, operation, ids);
    if (status < 300 && status !== 204) {
      expectAnswer(reply, outcome, operation);
      await expectRead(outcome);
    }
    return outcome;
  }

  function expectAnswer({ body }: Reply, outcome: Outcome, operation: Operation): void {
    const { conflicts, conflictsTruncated: _, ...shown } = body;
    const id = outcome.shows?.id as string;
    if (!ids.has(id)) ids.set(id, body.id);
    expect(withoutTimes(shown)).toEqual(shownJson(model, outcome, ids));
    expect(conflicts !== undefined).toBe(operation.force);
    if (conflicts) expectConflicts(conflicts, outcome, operation, ids);
  }

  async function expectRead(outcome: Outcome): Promise<void> {
    const { id, occurrence } = outcome.shows as NonNullable<Outcome['shows']>;
    const at = occurrence === null ? '' : `?occurrence=${utc(occurrence)}`;
    const { body } = await calendar.ask('GET', `/${ids.get(id)}${at}`);
    expect(withoutTimes(body)).toEqual(shownJson(model, { ...outcome, dropped: null }, ids));
  }

  async function compare(fromMs: number, toMs: number): Promise<void> {
    const expanded = expandedJson(model, fromMs, toMs, ids);
    expect((await listed(calendar, fromMs, toMs, 'true')).map(withoutTimes)).toEqual(expanded);
    const whole = unexpandedJson(model, fromMs, toMs, ids);
    expect((await listed(calendar, fromMs, toMs, 'false')).map(withoutTimes)).toEqual(whole);
  }

  return { model, apply, compare };
}

function send(calendar: CalendarAtHand, operation: Operation, ids: Ids): Promise<Reply> {
  const { verb, id, scope, occurrence, body, force } = operation;
  if (verb === 'POST') return calendar.ask(verb, force ? '?force=true' : '', body);
  const at = occurrence === null ? '' : `&occurrence=${utc(occurrence)}`;
  const how = verb !== 'DELETE' && force ? '&force=true' : '';
  const path = `/${ids.get(id)}?scope=${scope}${at}${how}`;
  return calendar.ask(verb, path, verb === 'DELETE' ? undefined : body);
}

/** Every page of a window. */
export async function listed(
  calendar: CalendarAtHand,
  fromMs: number,
  toMs: number,
  expand: 'true' | 'false',
): Promise<Json[]> {
  const [start, end] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  const query = `?start=${start}&end=${end}&expand=${expand}&limit=1000`;
  const items: Json[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { status, body } = await calendar.ask('GET', query + cursor);
    expect(status).toBe(200);
    items.push(...body.items);
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  }
  return items;
}

/** One line per existing entry, of occurrences that are busy at the first instant; the earliest first. */
function expectConflicts(lines: Line[], outcome: Outcome, operation: Operation, ids: Ids): void {
  const { meetings } = outcome;
  const wanted = meetings.slice(0, 20).map(({ atMs }) => atMs);
  expect(lines.map(instantOf)).toEqual(wanted);
  const own = ids.get(operation.scope === 'all' ? operation.id : (outcome.shows?.id ?? '')) ?? null;
  const possible = meetings.flatMap((meeting) => linesOf(meeting, own, operation, ids));
  for (const line of lines) expect(possible).toContainEqual(line);
  expect(new Set(lines.map(({ existing }) => existing.entryId)).size).toBe(lines.length);
}

const instantOf = ({ candidate, existing }: Line) =>
  Math.max(Date.parse(candidate.start), Date.parse(existing.start));

/** Of an entry that is new the contract leaves open whether the answer that makes it names it. */
function linesOf(meeting: Meeting, own: string | null, { scope }: Operation, ids: Ids): Line[] {
  const itself = scope === 'all' && own !== null ? [own] : [null, own];
  const names = meeting.existing ? [ids.get(meeting.existing.id)] : itself;
  const turned = meeting.pairs.map(({ candidate, existing }) => ({
    candidate: existing,
    existing: candidate,
  }));
  const pairs = meeting.existing ? meeting.pairs : [...meeting.pairs, ...turned];
  return pairs.flatMap(({ candidate, existing }) =>
    names.map((entryId) => ({
      candidate: sideJson(candidate),
      existing: { entryId, title: existing.title, ...sideJson(existing) },
    })),
  );
}
