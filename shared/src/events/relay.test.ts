import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Envelope } from '../contracts/envelope.ts';
import { read, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { newId } from '../ids.ts';
import { type BrokerBench, newTopic, openBench } from '../testing/broker-bench.ts';
import { until } from '../testing/until.ts';
import { holdLease } from './hold-lease.ts';
import { append } from './outbox.ts';
import { publishBatch } from './publish.ts';
import { startRelay } from './relay.ts';
import { relayTurn } from './relay-turn.ts';
import { ensureStream, type StreamName } from './stream.ts';

let bench: BrokerBench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => bench.close());

const commit = (...events: Envelope[]) =>
  transaction(bench.db, async (tx) => {
    for (const event of events) await append(tx, event);
  });
const relay = (stream: StreamName) => startRelay({ ...bench, stream, newId });
const isPublished = async ({ id }: Envelope) => {
  const select = 'SELECT published FROM outbox WHERE id = ?';
  const [row] = await read<{ published: number | null }>(bench.db, select, [id]);
  return row?.published !== null;
};
const published = (...events: Envelope[]) =>
  until(async () => (await Promise.all(events.map(isPublished))).every(Boolean));

/** Everything that goes over the wire, repeats too, which the stream itself drops. */
async function overhear(subject: string): Promise<Envelope[]> {
  const nc = await bench.broker.ready;
  const heard: Envelope[] = [];
  nc.subscribe(subject, { callback: (_, message) => void heard.push(message.json()) });
  await nc.flush();
  return heard;
}

test('an event reaches the stream as it was written, under its own id', async () => {
  const { stream, event, subject } = newTopic();
  const sent = event(1, newId(), { text: 'ä 🎂' });
  await using relaying = relay(stream);
  await commit(sent);
  relaying.wake();
  await published(sent);
  const stored = await bench.streams.getMessage(stream.name, { last_by_subj: subject });
  expect(stored?.json()).toEqual(sent);
  expect(stored?.header.get('Nats-Msg-Id')).toBe(sent.id);
  // A span of the relay's own, in the trace of the change.
  expect(stored?.header.get('traceparent')).toMatch(/^00-a{32}-(?!b{16})[\da-f]{16}-01$/);
  const { config } = await bench.streams.info(stream.name);
  expect(config).toMatchObject({
    storage: 'file',
    retention: 'limits',
    discard: 'new',
    max_age: 14 * 86_400e9,
    duplicate_window: 600e9,
  });
});

test('of two relays one publishes; the other takes over when it ends', async () => {
  const { stream, event, subject } = newTopic();
  const heard = await overhear(subject);
  const events = Array.from({ length: 60 }, () => event());
  await using first = relay(stream);
  await using second = relay(stream);
  for (const each of events) {
    await commit(each);
    first.wake();
    second.wake();
  }
  await published(...events);
  expect(heard.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
  await first[Symbol.asyncDispose]();
  const late = event();
  await commit(late);
  await published(late);
});

test('a lease that somebody else got is no longer held, and nothing is published without one', async () => {
  const { stream, event, subject } = newTopic();
  const name = `lease ${stream.name}`.slice(0, 60);
  await using lease = holdLease({ ...bench, name, holder: newId(), onTaken: () => undefined });
  await until(lease.held);
  const steal = 'UPDATE lease SET holder = ?, expires = expires + 60000 WHERE name = ?';
  await transaction(bench.db, (tx) => run(tx, steal, [newId(), name]));
  await until(() => !lease.held());
  const heard = await overhear(subject);
  const nc = await bench.broker.ready;
  await ensureStream(nc, stream);
  const { id, aggregateId, version, type, traceparent } = event();
  const row = { id, messageId: id, aggregateId, version, type, traceparent, payload: '{}' };
  const done = await publishBatch(nc, [row], lease.held);
  await nc.flush();
  expect([done.ids, heard]).toEqual([[], []]);
});

test('a stream lies on as many servers as is said, or is not made', async () => {
  const { stream } = newTopic();
  const nc = await bench.broker.ready;
  // There is one server here.
  await expect(ensureStream(nc, { ...stream, num_replicas: 3 })).rejects.toThrow(/replicas/);
});

test('versions of one aggregate go out in order, whatever the order of their rows', async () => {
  const { stream, event, subject } = newTopic();
  const heard = await overhear(subject);
  const aggregates = Array.from({ length: 5 }, newId);
  const events = aggregates.flatMap((id) => [3, 2, 1].map((version) => event(version, id)));
  await commit(...events);
  await transaction(bench.db, (tx) =>
    run(tx, 'UPDATE outbox SET created = 100 - version WHERE published IS NULL', []),
  );
  await using _ = relay(stream);
  await published(...events);
  const order = aggregates.map((id) => heard.filter((each) => each.aggregateId === id));
  expect(order.map((each) => each.map(({ version }) => version))).toEqual(
    aggregates.map(() => [1, 2, 3]),
  );
});

test('while what is stored waits for its mark the next goes out, and nothing twice', async () => {
  const { stream, event, subject } = newTopic();
  const heard = await overhear(subject);
  const [first, second, third] = [event(), event(), event()];
  await commit(first);
  await using stack = new AsyncDisposableStack();
  await transaction(bench.db, async (tx) => {
    await run(tx, 'UPDATE outbox SET created = 1 WHERE id = ?', [first.id]);
    const relaying = stack.use(relay(stream));
    await until(() => heard.length === 1);
    await commit(second);
    relaying.wake();
    await until(() => heard.length === 2);
    await commit(third);
    expect(await isPublished(first)).toBe(false);
  });
  await published(first, second, third);
  expect(heard.map(({ id }) => id)).toEqual([first, second, third].map(({ id }) => id));
});

test('while what is stored waits for its mark no other stream is met: it would be missing from that', async () => {
  const { stream, event } = newTopic();
  await bench.streams.add({ ...stream, max_msg_size: 1_000 });
  const [stored, refused] = [event(), event(1, newId(), 'x'.repeat(1_000))];
  await commit(stored);
  await commit(refused);
  const turn = relayTurn({ ...bench, stream, mayPublish: () => true });
  const select = 'SELECT created FROM outbox_stream WHERE name = ?';
  const met = async () => (await read<{ created: string }>(bench.db, select, [stream.name]))[0];
  const next = await transaction(bench.db, async (tx) => {
    await run(tx, 'UPDATE outbox SET created = 1 WHERE id = ?', [stored.id]);
    await expect(turn.take()).rejects.toThrow();
    const before = await met();
    await bench.streams.delete(stream.name);
    await bench.streams.add(stream);
    turn.distrust();
    const taking = turn.take();
    const other = until(async () => (await met())?.created !== before?.created, 1_000);
    await expect(other).rejects.toThrow('Waited');
    return { taking };
  });
  await next.taking;
  await turn.settled();
  const { state } = await bench.streams.info(stream.name);
  expect(state.messages).toBe(2);
});

test('a version that the broker refuses is not marked and holds back the next', async () => {
  const { stream, event, subject } = newTopic();
  await bench.streams.add({ ...stream, max_msg_size: 500 });
  const heard = await overhear(subject);
  const id = newId();
  const [large, small, other] = [event(1, id, { text: 'x'.repeat(500) }), event(2, id), event()];
  await commit(large, small, other);
  await using _ = relay(stream);
  await published(other);
  expect([await isPublished(large), await isPublished(small)]).toEqual([false, false]);
  expect(heard.map((each) => each.id)).not.toContain(small.id);
  await bench.streams.update(stream.name, { max_msg_size: -1 });
  await published(large, small);
});

test('a broker that is away costs nothing but time, and is logged once', async () => {
  const { stream, event } = newTopic();
  await using relaying = relay(stream);
  const before = event();
  await commit(before);
  await published(before);
  await bench.servers.processes.nats.end('SIGKILL');
  const during = [event(), event()];
  await commit(...during);
  relaying.wake();
  const failing = `publishing to ${stream.name}: fails, tried again until it works`;
  await until(() => bench.messages.includes(failing));
  expect(await Promise.all(during.map(isPublished))).toEqual([false, false]);
  await bench.servers.start('nats');
  await published(...during);
  expect(bench.messages.filter((message) => message === failing)).toHaveLength(1);
  await until(() => bench.messages.includes(`publishing to ${stream.name}: works again`));
});
