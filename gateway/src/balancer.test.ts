import { afterEach, expect, jest, test } from '@jest/globals';
import { type Change, createBalancer, type Target } from './balancer.ts';

const onChange = jest.fn<(target: Target, change: Change) => void>();
const balancer = createBalancer({ connectTimeoutMs: 1000, onChange });
const changes = () => onChange.mock.calls.map(([{ address }, change]) => `${address} ${change}`);
balancer.take(['a:1', 'b:1']);
const [a, b] = onChange.mock.calls.map(([target]) => target) as [Target, Target];
afterEach(() => {
  balancer.take(['a:1', 'b:1']);
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
  expect(changes()).toEqual(['a:1 out', 'b:1 out', 'a:1 well']);
});

test('a check that went well forgets the failures before it, and a kind without a limit never counts', () => {
  balancer.failed(a, 'tcp', { tcp: 2 });
  balancer.well(a);
  balancer.failed(a, 'tcp', { tcp: 2 });
  for (let i = 0; i < 9; i++) balancer.failed(a, 'http', { tcp: 2 });
  expect(a.healthy).toBe(true);
  expect(onChange).not.toHaveBeenCalled();
});

test('an instance that comes takes requests once it is found well, and no other one is touched', () => {
  balancer.take(['b:1', 'c:1', 'a:1', 'c:1']);
  expect(changes()).toEqual(['c:1 came']);
  const c = onChange.mock.calls[0]?.[0] as Target;
  c.inFlight = -1; // else the least busy one
  expect(balancer.pick(new Set())).not.toBe(c);
  balancer.well(c);
  expect(balancer.pick(new Set())).toBe(c);
  expect([balancer.has(a), balancer.has(b), balancer.has(c)]).toEqual([true, true, true]);
});

test('where nobody is there the first instances take requests at once', () => {
  const empty = createBalancer({ connectTimeoutMs: 1000, onChange });
  expect(empty.pick(new Set())).toBeUndefined();
  empty.take(['d:1']);
  expect(empty.pick(new Set())?.address).toBe('d:1');
});

test('an instance that is gone takes no more, and nothing is said of it afterwards', () => {
  const other = createBalancer({ connectTimeoutMs: 1000, onChange });
  other.take(['d:1', 'e:1']);
  const d = onChange.mock.calls[0]?.[0] as Target;
  other.take(['e:1']);
  expect(other.has(d)).toBe(false);
  expect([other.pick(new Set()), other.pick(new Set())].map((one) => one?.address)).toEqual([
    'e:1',
    'e:1',
  ]);
  other.failed(d, 'tcp', { tcp: 1 });
  other.well(d);
  expect(changes()).toEqual(['d:1 came', 'e:1 came', 'd:1 gone']);
});
