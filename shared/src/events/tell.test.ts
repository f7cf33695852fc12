import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Joi from 'joi';
import type { Envelope } from '../contracts/envelope.ts';
import { type BrokerBench, newTopic, openBench } from '../testing/broker-bench.ts';
import { until } from '../testing/until.ts';
import { connectBroker } from './connect.ts';
import { AlreadyTaken } from './inbox.ts';
import { listen, makeTell, type Tell } from './tell.ts';

let bench: BrokerBench;
let tell: Tell;

beforeAll(async () => {
  bench = await openBench();
  tell = makeTell(bench);
});

afterAll(() => bench.close());

const parse = (value: unknown): Envelope => Joi.attempt(value, Joi.object().unknown());
const listening = async (subject: string, handle: (event: Envelope) => Promise<void>) => {
  const listener = listen({ ...bench, subject, queue: 'test', parse, handle });
  await (await bench.broker.ready).flush();
  return listener;
};

test('the other side takes the event and says so', async () => {
  const { subject, event } = newTopic();
  const taken: Envelope[] = [];
  await using _ = await listening(subject, async (told) => void taken.push(told));
  await using __ = await listening(subject, async (told) => void taken.push(told));
  const sent = event();
  expect(await tell(subject, sent)).toBe(true);
  expect(taken).toEqual([sent]);
});

test('the other side fails, or has taken it before', async () => {
  const { subject, event } = newTopic();
  const answers: Error[] = [new Error('no'), new AlreadyTaken('x')];
  await using _ = await listening(subject, () => Promise.reject(answers.shift()));
  expect(await tell(subject, event())).toBe(false);
  expect(await tell(subject, event())).toBe(true);
});

test('nobody there is known at once, a silent other side after two seconds', async () => {
  const { subject, event } = newTopic();
  const start = performance.now();
  expect(await tell(subject, event())).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
  const gate = Promise.withResolvers<void>();
  await using _ = await listening(subject, () => gate.promise);
  expect(await tell(subject, event())).toBe(false);
  expect(performance.now() - start).toBeLessThan(4_000);
  gate.resolve();
});

test('of more than 64 at once the rest is refused at once, and those are taken', async () => {
  const { subject, event } = newTopic();
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  await using _ = await listening(subject, () => {
    begun += 1;
    return gate.promise;
  });
  const first = Array.from({ length: 64 }, () => tell(subject, event()));
  await until(() => begun === 64);
  const start = performance.now();
  expect(await tell(subject, event())).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
  gate.resolve();
  expect(await Promise.all(first)).toEqual(first.map(() => true));
  expect(await tell(subject, event())).toBe(true);
});

test('a broker that is away is known at once; one that comes later is found', async () => {
  const { subject, event } = newTopic();
  await bench.servers.processes.nats.end('SIGKILL');
  await until(() => !bench.broker.connection());
  const start = performance.now();
  expect(await tell(subject, event())).toBe(false);
  expect(performance.now() - start).toBeLessThan(200);
  const address = { url: bench.servers.natsUrl, name: 'early', log: bench.log };
  const never = connectBroker(address);
  expect(never.connection()).toBeUndefined();
  await never[Symbol.asyncDispose]();
  await using early = connectBroker(address);
  await using _ = listen({
    ...bench,
    broker: early,
    subject,
    queue: 'q',
    parse,
    handle: async () => {},
  });
  await bench.servers.start('nats');
  await early.ready;
  await until(() => tell(subject, event()));
});
