import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import type { Envelope } from '../contracts/envelope.ts';
import { read, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { newId } from '../ids.ts';
import { upTo } from '../testing/at-once.ts';
import { type BrokerBench, newTopic, openBench } from '../testing/broker-bench.ts';
import { collectMeters } from '../testing/meters.ts';
import { until } from '../testing/until.ts';
import { startConsumer } from './consume.ts';
import { recordInbox } from './inbox.ts';
import { append } from './outbox.ts';
import { startRelay } from './relay.ts';

const meters = collectMeters();
let bench: BrokerBench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => Promise.all([bench.close(), meters.close()]));

const durable = 'test';
const write = (sql: string, values: string[] = []) =>
  transaction(bench.db, (tx) => run(tx, sql, values));
const idsOf = async (sql: string, values: string[] = []) =>
  (await read<{ id: string }>(bench.db, sql, values)).map(({ id }) => id);
const takeEffect = ({ id }: Envelope) =>
  transaction(bench.db, async (tx) => {
    await run(tx, 'INSERT INTO effect (id) VALUES (?)', [id]);
    await recordInbox(tx, durable, id);
  });

/** A topic whose events are all that outbox and effects hold. */
async function topic() {
  await write('DELETE FROM outbox');
  await write('DELETE FROM effect');
  const { stream, event, subject } = newTopic();
  const { name } = stream;
  const nc = await bench.broker.ready;
  return {
    stream,
    event,
    subject,
    relay: () => startRelay({ ...bench, stream, newId }),
    consume: (handle = takeEffect, parse = (value: unknown) => value as Envelope) =>
      startConsumer({ ...bench, newId, durable, stream: name, parse, handle }),
    commit: (events: readonly Envelope[]) =>
      transaction(bench.db, async (tx) => {
        for (const each of events) await append(tx, each);
      }),
    published: () =>
      until(
        async () => (await idsOf('SELECT id FROM outbox WHERE published IS NULL')).length === 0,
      ),
    stored: async () => (await bench.streams.info(name).catch(() => undefined))?.state.messages,
    republished: () =>
      meters.value('calendar.outbox.republished', { 'messaging.destination.name': name }),
    /** Where republishing stands: an id, '' before the first, null when it is done. */
    position: async () => {
      const select = 'SELECT position FROM outbox_stream WHERE name = ?';
      return (await read<{ position: string | null }>(bench.db, select, [name]))[0]?.position;
    },
    /** The message ids of everything that goes over the wire from now on. */
    overhear: async () => {
      const heard: string[] = [];
      const hear = (_: unknown, { headers }: { headers?: { get: (name: string) => string } }) =>
        void heard.push(headers?.get('Nats-Msg-Id') ?? '');
      nc.subscribe(subject, { callback: hear });
      await nc.flush();
      return heard;
    },
  };
}

const ids = (events: readonly Envelope[]) => events.map(({ id }) => id).sort();
const effects = async () => (await idsOf('SELECT id FROM effect')).sort();

test('a stream lost while nobody publishes is filled again; what was read before has no second effect, what was not has its first', async () => {
  const { stream, event, relay, consume, commit, published, stored, republished } = await topic();
  const [read, unread, late] = [[event(), event()], [event()], [event()]];
  await using _ = relay();
  {
    await using _consumer = consume();
    await commit(read);
    await until(async () => (await effects()).length === 2);
  }
  await commit(unread);
  await published();
  await bench.streams.delete(stream.name);
  await until(async () => (await stored()) === 3);
  await commit(late);
  await published();
  await using _consumer = consume();
  await until(async () => (await effects()).length === 4);
  await until(async () => {
    const info = await bench.consumers.info(stream.name, durable);
    return info.num_pending + info.num_ack_pending === 0;
  });
  expect(await effects()).toEqual(ids([...read, ...unread, ...late]));
  expect([await stored(), await republished()]).toEqual([4, 3]);
}, 60_000);

test('a broker that was killed and has its stream still is given nothing again', async () => {
  const { event, relay, commit, published, stored, republished, position } = await topic();
  await using _ = relay();
  await commit([event()]);
  await published();
  await bench.servers.processes.nats.end('SIGKILL');
  await commit([event()]);
  await bench.servers.start('nats');
  await published();
  expect([await stored(), await republished(), await position()]).toEqual([2, 0, null]);
});

test('a relay that ends in the middle is followed by one that goes on from there', async () => {
  const { stream, event, relay, commit, published, stored, position, overhear } = await topic();
  const events = upTo(450).map(() => event());
  {
    await using _ = relay();
    await commit(events);
    await published();
    await bench.streams.delete(stream.name);
    await bench.streams.add({ ...stream, max_msgs: 300, discard: 'new' });
    await until(async () => (await stored()) === 300);
    await until(position);
  }
  const done = await position();
  expect(done).toBe(ids(events)[199]);
  await bench.streams.update(stream.name, { max_msgs: -1 });
  const heard = await overhear();
  await using _ = relay();
  await until(async () => (await position()) === null);
  expect(heard.map((id) => id.split('.')[0]).sort()).toEqual(ids(events).slice(200));
  expect(await stored()).toBe(450);
}, 60_000);

test('new events are not held up by it, nor is it by one that the broker refuses', async () => {
  const { stream, event, relay, commit, published, republished, overhear } = await topic();
  {
    await using _ = relay();
    await commit(upTo(1_000).map(() => event()));
    await published();
  }
  await bench.streams.delete(stream.name);
  await bench.streams.add({ ...stream, max_msg_size: 1_000 });
  const [small, large] = [event(), event(1, newId(), 'x'.repeat(1_000))];
  await commit([small, large]);
  const heard = await overhear();
  await using _ = relay();
  await until(async () => (await republished()) === 1_000);
  expect(heard.indexOf(small.id)).toBeLessThan(300);
  expect(heard.length).toBeGreaterThan(1_000);
  expect(await idsOf('SELECT id FROM outbox WHERE published IS NULL')).toEqual([large.id]);
}, 60_000);

test('a broker that has met an event a moment ago takes it again all the same', async () => {
  const { stream, subject, event, relay, commit, published, stored, position } = await topic();
  const sent = event();
  {
    await using _ = relay();
    await commit([sent]);
    await published();
  }
  await bench.streams.delete(stream.name);
  await bench.streams.add({ ...stream });
  const nc = await bench.broker.ready;
  await jetstream(nc).publish(subject, JSON.stringify(sent), { msgID: sent.id });
  await using _ = relay();
  await until(async () => (await stored()) === 2);
  await until(async () => (await position()) === null);
});

test('a relay whose memory of its stream is taken publishes all again: so a dead letter is replayed', async () => {
  const { event, subject, relay, consume, commit, stored } = await topic();
  const sent = event();
  const letters = () => idsOf('SELECT id FROM dead_letter WHERE subject = ?', [subject]);
  let readable = false;
  const parseLater = (value: unknown) => {
    if (!readable) throw new Error('a form of later versions');
    return value as Envelope;
  };
  await using _relay = relay();
  await using _consumer = consume(takeEffect, parseLater);
  await commit([sent]);
  await until(async () => (await letters()).length === 1);
  readable = true;
  await write('DELETE FROM outbox_stream');
  await until(async () => (await effects()).length === 1);
  expect([await stored(), (await letters()).length]).toEqual([2, 1]);
  const about = { 'messaging.consumer.group.name': durable };
  expect(await meters.value('calendar.dead_letters', about)).toBe(1);
});

test('who carries the outbox, how much waits in it and for how long, can be measured', async () => {
  const { stream, event, relay, commit, published } = await topic();
  const gauge = (name: string) => meters.value(name, { 'messaging.destination.name': stream.name });
  const both = [relay(), relay()];
  await until(async () => (await gauge('calendar.relay.leader')) === 1);
  await bench.servers.processes.nats.end('SIGKILL');
  await commit([event(), event()]);
  await write('UPDATE outbox SET created = created - 60000');
  expect(await gauge('calendar.outbox.depth')).toBe(2);
  expect(await gauge('calendar.outbox.age')).toBeGreaterThanOrEqual(60);
  expect(await gauge('calendar.outbox.age')).toBeLessThan(80);
  await bench.servers.start('nats');
  await published();
  expect(await gauge('calendar.outbox.depth')).toBe(0);
  expect(await gauge('calendar.outbox.age')).toBe(0);
  await Promise.all(both.map((each) => each[Symbol.asyncDispose]()));
});

test('how far a consumer is behind can be measured', async () => {
  const { stream, event, relay, consume, commit, published } = await topic();
  const about = {
    'messaging.destination.name': stream.name,
    'messaging.consumer.group.name': durable,
  };
  const gauge = (name: string) => meters.value(`calendar.consumer.${name}`, about);
  const gate = Promise.withResolvers<void>();
  let failed = false;
  await using _relay = relay();
  await commit(upTo(100).map(() => event()));
  await published();
  await using _consumer = consume(async (taken) => {
    await gate.promise;
    if (failed) return takeEffect(taken);
    failed = true;
    throw new Error('not now');
  });
  // Whatever fails here, nobody waits for what waits for the gate.
  using _opened = { [Symbol.dispose]: gate.resolve };
  // Two readings, and more may be given out in between.
  await until(async () => {
    const unsettled = (await gauge('unsettled').catch(() => 0)) ?? 0;
    return unsettled > 0 && unsettled + ((await gauge('pending')) ?? 0) === 100;
  });
  expect(await gauge('redelivered')).toBe(0);
  gate.resolve();
  await until(async () => (await effects()).length === 100);
  await until(async () => (await gauge('unsettled')) === 0);
  expect(await gauge('pending')).toBe(0);
});
