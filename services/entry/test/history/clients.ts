// Clients that do at random what people do in a few calendars, and write down what they sent, when, and what they heard.
import { randomInt, randomUUID } from 'node:crypto';
import type { Api, Reply, Sending } from '@calendar/shared/testing/client';
import { keyed } from '@calendar/shared/testing/replays';
import { until } from '@calendar/shared/testing/until';
import { entryAt, minute } from '../making.ts';
import type { Operation } from './linearizable.ts';
import { answerOf, type Call, type Put, placed } from './model.ts';

type Json = Reply['body'];

const SLOTS = 5;
const HOUR = 3_600_000;
const patienceMs = 30_000;
const slotOf = ({ start }: Json) => (Date.parse(start) - Date.parse(minute(0))) / HOUR;
const window = `?start=${minute(0)}&end=${minute(SLOTS * 60)}`;

const forced = (force: boolean) => (force ? '?force=true' : '');

/** One calendar as its clients know it together. */
export type Shared = {
  path: string;
  /** The ids of entries that anybody has heard of, by name. */
  ids: Map<string, string>;
  history: Operation[];
};

export const sharing = (calendar: string): Shared => ({
  path: `${calendar}/entries`,
  ids: new Map(),
  history: [],
});

/** What one client does next; it resolves when the answer, or that there is none, is in the history. */
export function client(request: Api, token: string) {
  const lists = new Map<Shared, { etag: string; items: Json[] }>();

  /** Undefined where nobody knows what became of it. */
  async function attempt(method: string, path: string, sending: Sending = {}) {
    const reply = await request(method, path, { ...sending, token }).catch(() => undefined);
    const running = reply?.body?.type === '/problems/idempotency-in-progress';
    return reply && reply.status < 500 && !running ? reply : undefined;
  }

  /** As a client does that must know: once more with its key, until there is an answer. */
  async function insist(method: string, path: string, sending: Sending) {
    const headers = keyed();
    return until(() => attempt(method, path, { ...sending, headers }), patienceMs);
  }

  async function list(shared: Shared): Promise<string | null> {
    const had = lists.get(shared);
    const headers = had && { 'if-none-match': had.etag };
    const reply = await attempt('GET', shared.path + window, headers && { headers });
    if (!reply || (reply.status !== 200 && reply.status !== 304)) return reply ? told(reply) : null;
    const items: Json[] = reply.status === 304 ? (had?.items ?? []) : reply.body.items;
    lists.set(shared, { etag: reply.headers.get('etag') ?? '', items });
    for (const { title, id } of items) shared.ids.set(title, id);
    return answerOf(
      200,
      items.map((item) => placed(item.title, slotOf(item))),
    );
  }

  async function read(one: string): Promise<string | null> {
    const reply = await attempt('GET', one);
    if (reply?.status !== 200) return told(reply);
    return answerOf(200, [placed(reply.body.title, slotOf(reply.body))]);
  }

  async function create({ path, ids }: Shared, { name, slot, force }: Put) {
    const send = randomInt(2) ? insist : attempt;
    const body = entryAt(slot, { title: name });
    const reply = await send('POST', path + forced(force), { body });
    if (reply?.status === 201) ids.set(name, reply.body.id);
    return told(reply);
  }

  async function carryOut(shared: Shared, call: Call): Promise<string | null> {
    if (call.kind === 'list') return list(shared);
    if (call.kind === 'create') return create(shared, call);
    const one = `${shared.path}/${shared.ids.get(call.name)}`;
    if (call.kind === 'read') return read(one);
    if (call.kind === 'delete') return told(await attempt('DELETE', one));
    const { start } = entryAt(call.slot);
    return told(await attempt('PATCH', one + forced(call.force), { body: { start } }));
  }

  return async function act(shared: Shared): Promise<void> {
    const call = next([...shared.ids.keys()]);
    const sent = performance.now();
    const answer = await carryOut(shared, call);
    const answered = answer === null ? Number.POSITIVE_INFINITY : performance.now();
    shared.history.push({ call, sent, answered, answer });
    // Without an answer a client looks whether anybody is there before it goes on.
    if (answer === null) await until(() => attempt('GET', shared.path + window), patienceMs);
  };
}

/** Status and the entries that it met; null where there was no answer. */
function told(reply: Reply | undefined): string | null {
  if (!reply) return null;
  const lines: { existing: { title: string } }[] = reply.body?.conflicts ?? [];
  return answerOf(
    reply.status,
    lines.map(({ existing }) => existing.title),
  );
}

/** The newest names are the likeliest, since most of the old ones are gone. */
function next(names: readonly string[]): Call {
  const name = names.slice(-2 * SLOTS).at(randomInt(2 * SLOTS) - 2 * SLOTS) ?? names.at(-1);
  const [dice, slot, force] = [randomInt(10), randomInt(SLOTS), randomInt(5) === 0];
  if (dice < 2) return { kind: 'list' };
  if (name === undefined || dice < 5)
    return { kind: 'create', name: randomUUID().slice(0, 8), slot, force };
  if (dice < 7) return { kind: 'move', name, slot, force };
  return { kind: dice < 9 ? 'delete' : 'read', name };
}
