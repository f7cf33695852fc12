import { hashPayload, readKey } from './sent-key.ts';

test.each(['!', '~', 'a'.repeat(255), '"8e03978e"', 'a,b'])('%s is a key', (key) => {
  expect(readKey(key, [])).toBe(key);
});

test.each(['', ' ', 'a b', 'a, b', 'a\t', 'a'.repeat(256), 'é', '\u007f', 'a\n'])(
  '%j is none',
  (header) => {
    const faults: object[] = [];
    expect(readKey(header, faults as never)).toBeNull();
    expect(faults).toEqual([{ parameter: 'Idempotency-Key', detail: expect.any(String) }]);
  },
);

test('without a header there is neither key nor fault', () => {
  const faults: never[] = [];
  expect([readKey(undefined, faults), faults]).toEqual([null, []]);
});

const hashOf = (text: string) => hashPayload(JSON.parse(text));

test.each([
  ['{"a":1,"b":[{"c":null,"d":true}]}', ' { "b" : [ { "d":true, "c":null } ],\n"a" : 1 }'],
  ['{"a":1}', '{"\\u0061":1.0}'],
  ['{"a":100}', '{"a":1e2}'],
  ['{"2":0,"10":0}', '{"10":0,"2":0}'],
  ['{"a":0,"a":1}', '{"a":1}'],
])('%s is the value of %s', (one, other) => {
  expect(hashOf(other)).toBe(hashOf(one));
});

const values = [
  ...['{}', '[]', 'null', '""', '0', 'false', '"null"', '"0"', '"{}"', '[null]', '[[]]', '[{}]'],
  ...['{"a":null}', '{"a":{}}', '{"a":[]}', '{"a":"b"}', '{"a":1}', '{"a":"1"}', '{"b":1}'],
  ...['["a","b"]', '["b","a"]', '["ab"]', '["a,","b"]', '["a\\",\\"b"]', '[["a"],"b"]'],
  ...['["a",["b"]]', '[1,2]', '[12]', '{"a":1,"b":2}', '{"a":{"b":2}}', '{"a1":2}', '["é"]'],
];

test('different values have different hashes', () => {
  expect(new Set(values.map(hashOf)).size).toBe(values.length);
});

test('a value may nest deeper than the stack, and be long', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(hashOf(deep)).not.toBe(hashOf(`[${deep}]`));
  expect(hashOf(JSON.stringify(Array(130_000).fill(1)))).toHaveLength(43);
});
