import type { Fault } from '../errors.ts';
import { parseQuery } from './query.ts';

function parse(search: string) {
  const faults: Fault[] = [];
  return { query: { ...parseQuery(search, faults) }, faults };
}

test.each([
  ['', {}],
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a', { a: '' }],
  ['a=b=c', { a: 'b=c' }],
  ['&a=1&&', { a: '1' }],
  ['a=x+y%2Bz', { a: 'x y+z' }],
  ['%C3%A9=%F0%9F%98%80', { é: '😀' }],
])('%j', (search, query) => {
  expect(parse(search)).toEqual({ query, faults: [] });
});

test('__proto__ is a name like any other', () => {
  const faults: Fault[] = [];
  expect(Object.entries(parseQuery('__proto__=1', faults))).toEqual([['__proto__', '1']]);
});

test('every fault is named: twice, broken escapes, surrogates, raw bytes', () => {
  expect(parse('a=1&a=2&b=%ff&c=%ED%A0%80&d=%&e=\xe9&%ff=1').faults).toEqual([
    { parameter: 'a', detail: 'is given twice' },
    ...['b', 'c', 'd', 'e', '%ff'].map((parameter) => ({
      parameter,
      detail: 'is not percent-encoded UTF-8',
    })),
  ]);
});
