import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AckPolicy, jetstream } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import Joi from 'joi';
import type { Envelope } from '../contracts/envelope.ts';
import { read, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { newId } from '../ids.ts';
import { type BrokerBench, newTopic, openBench } from '../testing/broker-bench.ts';
import { until } from '../testing/until.ts';
import { startConsumer } from './consume.ts';
import { recordInbox, seen } from './inbox.ts';
import { ensureStream } from './stream.ts';

let bench: BrokerBench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => bench.close());

const durable = 'test';
const shape = Joi.object({ id: Joi.string().required() }).unknown();
const parse = (value: unknown): Envelope => Joi.attempt(value, shape);

type Handle = (event: Envelope) => Promise<void>;

/** A topic whose stream stands, and ways to use it. */
async function topic() {
  const made = newTopic();
  const nc = await bench.broker.ready;
  await ensureStream(nc, made.stream);
  const stream = made.stream.name;
  return {
    ...made,
    send: async (body: unknown) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      await jetstream(nc).publish(made.subject, text);
    },
    consume: (handle: Handle) => startConsumer({ ...bench, newId, durable, stream, parse, handle }),
    /** Everything sent was delivered and settled. */
    settled: (messages: number) =>
      until(async () => {
        // Missing until it was made.
        const info = await bench.consumers.info(stream, durable).catch(() => undefined);
        return info?.num_ack_pending === 0 && info.ack_floor.stream_seq >= messages && info;
      }),
  };
}

const effectsOf = async ({ id }: Envelope) =>
  (await read(bench.db, 'SELECT id FROM effect WHERE id = ?', [id])).length;
const takeEffect: Handle = ({ id }) =>
  transaction(bench.db, async (tx) => {
    await run(tx, 'INSERT INTO effect (id) VALUES (?)', [id]);
    await recordInbox(tx, durable, id);
  });

test('an event that is delivered twice has one effect, and both deliveries are done', async () => {
  const { send, consume, settled, event } = await topic();
  const sent = event();
  await send(sent);
  await send(sent);
  await using _ = consume(takeEffect);
  const info = await settled(2);
  expect(await effectsOf(sent)).toBe(1);
  expect(info.num_redelivered).toBe(0);
  expect(await transaction(bench.db, (tx) => seen(tx, durable, sent.id))).toBe(true);
  expect(await transaction(bench.db, (tx) => seen(tx, 'another', sent.id))).toBe(false);
});

test('what cannot be read is put aside byte for byte, and the next event still comes', async () => {
  const { send, consume, settled, event, subject } = await topic();
  const good = event();
  await send('{"id":');
  await send({ noId: true });
  await send(good);
  await using _ = consume(takeEffect);
  await settled(3);
  const select = `SELECT consumer, stream_sequence AS sequence, payload, reason
    FROM dead_letter WHERE subject = ? ORDER BY stream_sequence`;
  const letters = await read<{ payload: Buffer; reason: string }>(bench.db, select, [subject]);
  expect(letters).toMatchObject([
    { consumer: durable, sequence: 1 },
    { consumer: durable, sequence: 2, reason: expect.stringContaining('"id" is required') },
  ]);
  expect(letters.map(({ payload }) => `${payload}`)).toEqual(['{"id":', '{"noId":true}']);
  expect(await effectsOf(good)).toBe(1);
  expect(bench.messages).toContain('an event cannot be read: put aside');
});

test('an event whose handler failed comes again, after a second, and holds nobody up', async () => {
  const { send, consume, settled, event } = await topic();
  const [failing, other] = [event(), event()];
  const tries: number[] = [];
  await send(failing);
  await send(other);
  await using _ = consume(async (taken) => {
    if (taken.id !== failing.id) return takeEffect(taken);
    tries.push(performance.now());
    if (tries.length === 1) {
      await until(() => effectsOf(other));
      throw new Error('not now');
    }
    await takeEffect(taken);
  });
  await settled(2);
  expect(await effectsOf(failing)).toBe(1);
  const [first = 0, second = 0] = tries;
  expect(tries).toHaveLength(2);
  expect(second - first).toBeGreaterThan(900);
});

test('it waits for its stream, and outlives a broker that is killed', async () => {
  const { stream, subject, event } = newTopic();
  const deps = { ...bench, newId, durable, stream: stream.name, parse, handle: takeEffect };
  await using _ = startConsumer(deps);
  const waiting = `consuming ${stream.name} as ${durable}: fails, tried again until it works`;
  await until(() => bench.messages.includes(waiting));
  const nc = await bench.broker.ready;
  await ensureStream(nc, stream);
  const [before, after] = [event(), event()];
  await jetstream(nc).publish(subject, JSON.stringify(before));
  await until(() => effectsOf(before));
  await bench.servers.processes.nats.end('SIGKILL');
  await bench.servers.start('nats');
  await until(() => bench.broker.connection());
  await jetstream(nc).publish(subject, JSON.stringify(after));
  await until(() => effectsOf(after));
});

test('a consumer that was deleted is made anew', async () => {
  const { send, consume, event, stream } = await topic();
  const [before, after] = [event(), event()];
  await using _ = consume(takeEffect);
  await send(before);
  await until(() => effectsOf(before));
  await bench.consumers.delete(stream.name, durable);
  await send(after);
  await until(() => effectsOf(after));
  expect(await effectsOf(before)).toBe(1);
});

test('settings are brought to what they should be', async () => {
  const { consume, send, event, stream } = await topic();
  const drifted = { durable_name: durable, ack_policy: AckPolicy.Explicit, max_deliver: 3 };
  await bench.consumers.add(stream.name, { ...drifted, ack_wait: nanos(1_000) });
  await using _ = consume(takeEffect);
  const sent = event();
  await send(sent);
  await until(() => effectsOf(sent));
  const { config } = await bench.consumers.info(stream.name, durable);
  expect(config).toMatchObject({
    ack_wait: 30e9,
    max_deliver: -1,
    max_ack_pending: 64,
    ack_policy: 'explicit',
    deliver_policy: 'all',
  });
});

test('settings that cannot be changed are complained of, and nothing is consumed', async () => {
  const { consume, stream } = await topic();
  await bench.consumers.add(stream.name, { durable_name: durable, ack_policy: AckPolicy.All });
  await using _ = consume(takeEffect);
  const loud = `consuming ${stream.name} as ${durable}: fails, tried again until it works`;
  await until(() => bench.messages.includes(loud));
});

test('it ends only once what it handles is done', async () => {
  const { consume, send, event, stream } = await topic();
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await using consumer = consume(async (taken) => {
    begun.resolve();
    await gate.promise;
    await takeEffect(taken);
  });
  const sent = event();
  await send(sent);
  await begun.promise;
  const ended = consumer[Symbol.asyncDispose]();
  const asked = bench.consumers.info(stream.name, durable).then(() => 'still at it');
  expect(await Promise.race([ended, asked])).toBe('still at it');
  gate.resolve();
  await ended;
  expect(await effectsOf(sent)).toBe(1);
});

test('what it did not begin when it ends is given back at once', async () => {
  const { consume, send, event } = await topic();
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  // So large that most of them are still under way when the first one has come.
  const events = Array.from({ length: 12 }, () => event(1, newId(), 'x'.repeat(200_000)));
  for (const each of events) await send(each);
  await using consumer = consume(async (taken) => {
    begun.resolve();
    await gate.promise;
    await takeEffect(taken);
  });
  await begun.promise;
  const ended = consumer[Symbol.asyncDispose]();
  gate.resolve();
  await ended;
  const done = (await Promise.all(events.map(effectsOf))).filter((count) => count === 1).length;
  expect(done).toBeLessThan(events.length);
  await using _ = consume(takeEffect);
  await until(async () => (await Promise.all(events.map(effectsOf))).every((count) => count === 1));
});
