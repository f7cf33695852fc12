import { notModified, parsePrecondition, requireMatch, versionTag } from './conditions.ts';

test.each([
  [undefined, null],
  [' * ', 'any'],
  ['"1-a"', ['"1-a"']],
  ['"1-a" , W/"2,b",""', ['"1-a"', 'W/"2,b"', '""']],
  ['1-a', []],
])('%j names %j', (header, expected) => {
  expect(parsePrecondition(header)).toEqual(expected);
});

test('If-Match compares strongly', () => {
  for (const header of [undefined, '*', '"1-a"', '"0-x", "1-a"']) {
    expect(() => requireMatch(parsePrecondition(header), '"1-a"')).not.toThrow();
  }
  for (const header of ['"2-a"', 'W/"1-a"', '1-a', '']) {
    expect(() => requireMatch(parsePrecondition(header), '"1-a"')).toThrow(
      expect.objectContaining({
        kind: 'precondition-failed',
        extra: { headers: { ETag: '"1-a"' } },
      }),
    );
  }
});

test('If-None-Match compares weakly', () => {
  for (const header of ['*', '"1-a"', 'W/"1-a"', '"0-x", "1-a"']) {
    expect(notModified(parsePrecondition(header), '"1-a"')).toBe(true);
  }
  for (const header of [undefined, '"2-a"', '1-a']) {
    expect(notModified(parsePrecondition(header), '"1-a"')).toBe(false);
  }
});

test('a tag holds the version and what was drawn with it', () => {
  expect(versionTag({ version: 3, tag: 'x_-' })).toBe('"3-x_-"');
});
