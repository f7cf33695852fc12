// The checker itself, on histories written by hand.
import { type Operation, stuckOf } from './linearizable.ts';
import { answerOf, type Call, placed } from './model.ts';

const create = (name: string, slot = 1, force = false): Call => ({
  kind: 'create',
  ...{ name, slot, force },
});
const move = (name: string, slot: number): Call => ({ kind: 'move', name, slot, force: false });
const remove = (name: string): Call => ({ kind: 'delete', name });
const read = (name: string): Call => ({ kind: 'read', name });
const list: Call = { kind: 'list' };
const lists = (held: Record<string, number>) =>
  answerOf(
    200,
    Object.entries(held).map((each) => placed(...each)),
  );

const between = (sent: number, answered: number, call: Call, answer: string): Operation => ({
  ...{ call, sent, answered, answer },
});
const lost = (sent: number, call: Call): Operation => ({
  ...{ call, sent, answered: Number.POSITIVE_INFINITY, answer: null },
});

/** Calls one after the other. */
const inTurn = (...calls: [Call, string][]): Operation[] =>
  calls.map(([call, answer], index) => between(index * 10, index * 10 + 5, call, answer));

const right: Record<string, Operation[]> = {
  nothing: [],
  'every kind of call': inTurn(
    [create('a'), '201'],
    [create('b'), '409 a'],
    [create('b', 1, true), '201 a'],
    [move('a', 2), '200'],
    [move('b', 2), '409 a'],
    [move('b', 1), '200'],
    [read('b'), '200 b@1'],
    [list, lists({ a: 2, b: 1 })],
    [remove('a'), '204'],
    [remove('a'), '404'],
    [read('a'), '404'],
    [move('a', 3), '404'],
    [list, lists({ b: 1 })],
  ),
  'two at once, the later sent being first': [
    between(0, 10, create('a'), '409 b'),
    between(5, 8, create('b'), '201'),
  ],
  'a list during a write shows either': [
    between(0, 10, create('a'), '201'),
    between(1, 2, list, lists({})),
    between(3, 9, list, lists({ a: 1 })),
  ],
  'unknown, and it happened long after': [
    lost(0, create('a')),
    between(10, 11, list, lists({})),
    between(12, 13, create('b'), '409 a'),
    between(14, 15, list, lists({ a: 1 })),
  ],
  'unknown, and it never happened': [
    lost(0, create('a')),
    between(10, 11, create('b'), '201'),
    lost(12, remove('b')),
    between(14, 15, list, lists({ b: 1 })),
  ],
};

test.each(Object.entries(right))('linearizable: %s', (_, history) => {
  expect(stuckOf(history)).toEqual([]);
});

const wrong: Record<string, Operation[]> = {
  'a lost write': inTurn([create('a'), '201'], [list, lists({})]),
  'a lost deletion': inTurn([create('a'), '201'], [remove('a'), '204'], [list, lists({ a: 1 })]),
  'a stale list': inTurn(
    [create('a'), '201'],
    [list, lists({ a: 1 })],
    [create('b', 2), '201'],
    [list, lists({ a: 1 })],
  ),
  'a stale read': inTurn([create('a'), '201'], [move('a', 2), '200'], [read('a'), '200 a@1']),
  'a double booking': inTurn([create('a'), '201'], [create('b'), '201']),
  'a double booking at once': [
    between(0, 10, create('a'), '201'),
    between(0, 10, create('b'), '201'),
  ],
  'a forced write that did not see whom it met': inTurn(
    [create('a'), '201'],
    [create('b', 1, true), '201'],
  ),
  'a refusal without a cause': inTurn([create('a'), '201'], [create('b', 2), '409 a']),
  'a write that comes and goes': [
    between(0, 100, create('a'), '201'),
    between(1, 2, list, lists({ a: 1 })),
    between(3, 4, list, lists({})),
  ],
  'unknown, and it was there before it was sent': [
    between(0, 1, list, lists({ a: 1 })),
    lost(2, create('a')),
  ],
  'unknown, and it happened twice': [
    lost(0, create('a')),
    between(1, 2, list, lists({ a: 1 })),
    between(3, 4, remove('a'), '204'),
    between(5, 6, list, lists({ a: 1 })),
  ],
};

test.each(Object.entries(wrong))('not linearizable: %s', (_, history) => {
  expect(stuckOf(history)).not.toEqual([]);
});

test('what stands in the way is told: the operations that could not be next', () => {
  const history = wrong['a stale list'] as Operation[];
  expect(stuckOf(history)).toEqual([history[3]]);
});

test('hundreds of operations, dozens of them unknown, are decided either way in a moment', () => {
  const history = Array.from({ length: 300 }, (_, index): Operation[] => {
    const [from, name, gone] = [index * 30, `e${index}`, `g${index}`];
    return [
      between(from, from + 15, create(name, index), '201'),
      between(from + 12, from + 21, read(name), `200 ${name}@${index}`),
      between(from + 22, from + 28, remove(name), '204'),
      ...(index % 6 ? [] : [lost(from, create(gone, 1000 + index)), lost(from + 1, remove(gone))]),
      ...(index % 20 ? [] : [between(from + 28.5, from + 29.5, list, lists({}))]),
    ];
  }).flat();
  const end = (held: Record<string, number>) => between(9_000, 9_001, list, lists(held));
  expect(stuckOf([...history, end({})])).toEqual([]);
  expect(stuckOf([...history, end({ g0: 1000, g96: 1096 })])).toEqual([]);
  expect(stuckOf([...history, end({ g0: 1001 })])).toEqual([end({ g0: 1001 })]);
});
