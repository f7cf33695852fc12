import { afterEach, expect, jest, test } from '@jest/globals';
import { createBalancer, type Target } from './balancer.ts';

const onChange = jest.fn<(target: Target) => void>();
const balancer = createBalancer({ targets: ['a:1', 'b:1'], connectTimeoutMs: 1000, onChange });
const [a, b] = balancer.targets as [Target, Target];
afterEach(() => {
  for (const target of [a, b]) {
    target.inFlight = 0;
    balancer.well(target);
  }
  onChange.mockClear();
});

test('the target with fewer requests in flight takes the next; equal ones take turns', () => {
  a.inFlight = 1;
  expect([balancer.pick(new Set()), balancer.pick(new Set())]).toEqual([b, b]);
  a.inFlight = 0;
  expect(new Set([balancer.pick(new Set()), balancer.pick(new Set())])).toEqual(new Set([a, b]));
});

test('a target that was tried comes last, even where it is the less busy one', () => {
  b.inFlight = 5;
  expect(balancer.pick(new Set([a]))).toBe(b);
  expect(balancer.pick(new Set([a, b]))).toBe(a);
});

test('a target with a thousand requests in flight takes no more, and with all of them full nobody does', () => {
  a.inFlight = 1_000;
  b.inFlight = 999;
  expect(balancer.pick(new Set([b]))).toBe(b);
  b.inFlight = 1_000;
  expect(balancer.pick(new Set())).toBeUndefined();
  a.inFlight = 999;
  expect(balancer.pick(new Set())).toBe(a);
});

test('as many failures of one kind as the limit says take a target out, one check brings it back', () => {
  balancer.failed(a, 'tcp', { tcp: 2, timeout: 2 });
  balancer.failed(a, 'timeout', { tcp: 2, timeout: 2 });
  expect(a.healthy).toBe(true);
  balancer.failed(a, 'tcp', { tcp: 2, timeout: 2 });
  expect(a.healthy).toBe(false);
  expect([balancer.pick(new Set()), balancer.pick(new Set())]).toEqual([b, b]);
  balancer.failed(b, 'tcp', { tcp: 1 });
  expect(balancer.pick(new Set())).toBeUndefined();
  balancer.well(a);
  expect(balancer.pick(new Set())).toBe(a);
  expect(onChange).toHaveBeenCalledTimes(3);
});

test('a check that went well forgets the failures before it, and a kind without a limit never counts', () => {
  balancer.failed(a, 'tcp', { tcp: 2 });
  balancer.well(a);
  balancer.failed(a, 'tcp', { tcp: 2 });
  for (let i = 0; i < 9; i++) balancer.failed(a, 'http', { tcp: 2 });
  expect(a.healthy).toBe(true);
  expect(onChange).not.toHaveBeenCalled();
});
