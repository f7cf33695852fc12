import Joi from 'joi';
import type { Fault } from '../errors.ts';
import { flag, id, page, parsed, text } from './fields.ts';
import { checkBody, checkQuery } from './validate.ts';

function body(keys: Joi.SchemaMap, sent: unknown) {
  const faults: Fault[] = [];
  return { value: checkBody(Joi.object(keys), sent, faults), faults };
}

function query(keys: Joi.SchemaMap, sent: Record<string, string>) {
  const faults: Fault[] = [];
  return { value: checkQuery(Joi.object(keys), sent, faults), faults };
}

const length = 'must have 1 to 5 characters';
const form = 'must not contain U+0000 or a lone surrogate';

test.each(['a', 'abcde', '😀😀😀😀😀', ' a ', 'é', '{{#x}}'.slice(0, 5)])(
  'the text %j is kept as sent',
  (name) => {
    expect(body({ name: text(1, 5) }, { name })).toEqual({ value: { name }, faults: [] });
  },
);

test.each([
  ['', length],
  ['abcdef', length],
  ['😀😀😀😀😀😀', length],
  ['x'.repeat(100_000), length],
  ['a\0', form],
  ['\ud83d', form],
  ['\ude00\ud83d', form],
  [5, 'must be a string'],
  [null, 'must be a string'],
  [['a'], 'must be a string'],
])('the text %j breaks a rule', (name, detail) => {
  expect(body({ name: text(1, 5) }, { name }).faults).toEqual([{ pointer: '/name', detail }]);
});

test('an empty text is one where none is asked for', () => {
  expect(body({ note: text(0, 5) }, { note: '' }).faults).toEqual([]);
});

test('all faults at once, each where it stands', () => {
  const keys = {
    name: text(1, 5).required(),
    list: Joi.array().items(Joi.object({ n: Joi.number() })),
  };
  expect(
    body(keys, { 'a/b~c': 1, '': 2, constructor: 3, list: [{ n: 1 }, { n: '2', m: 1 }] }).faults,
  ).toEqual([
    { pointer: '/name', detail: 'is required' },
    { pointer: '/list/1/n', detail: 'must be a number' },
    { pointer: '/list/1/m', detail: 'is not known here' },
    { pointer: '/a~1b~0c', detail: 'is not known here' },
    { pointer: '/', detail: 'is not known here' },
    { pointer: '/constructor', detail: 'is not known here' },
  ]);
});

test('a sentence of ours is no template', () => {
  const start = parsed(() => ({ fault: 'is no {#label} {time}' }));
  expect(body({ start }, { start: 'x' }).faults).toEqual([
    { pointer: '/start', detail: 'is no {#label} {time}' },
  ]);
});

test('what is parsed arrives as its value', () => {
  const n = parsed((sent) => ({ value: sent.length }));
  expect(body({ n }, { n: 'abc' }).value).toEqual({ n: 3 });
});

test('an id is a UUIDv7 in small letters', () => {
  const known = '01920000-0000-7000-8000-00000000abcd';
  expect(body({ id: id() }, { id: known }).faults).toEqual([]);
  expect(body({ id: id() }, { id: known.toUpperCase() }).faults).toEqual([
    { pointer: '/id', detail: 'must be an id (a UUIDv7)' },
  ]);
});

test('a query is converted; flags are true and false letter by letter', () => {
  expect(query({ ...page, force: flag() }, {})).toEqual({
    value: { limit: 100, force: false },
    faults: [],
  });
  expect(
    query({ ...page, force: flag() }, { limit: '7', force: 'true', cursor: 'x' }).value,
  ).toEqual({
    limit: 7,
    force: true,
    cursor: 'x',
  });
  expect(
    query({ ...page, force: flag() }, { limit: '1001', force: 'TRUE', cursor: '', nope: '1' })
      .faults,
  ).toEqual([
    { parameter: 'limit', detail: 'must be a whole number from 1 to 1000' },
    { parameter: 'cursor', detail: 'must not be empty' },
    { parameter: 'force', detail: 'must be true or false' },
    { parameter: 'nope', detail: 'is not known here' },
  ]);
});

test.each(['0', '1.5', '', 'Infinity', '0x10', '1e2', ' 5', '+5', '05', '99999999999999999999'])(
  'limit=%s is refused',
  (limit) => {
    expect(query(page, { limit }).faults).toEqual([
      { parameter: 'limit', detail: expect.any(String) },
    ]);
  },
);
