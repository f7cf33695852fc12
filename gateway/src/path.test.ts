import { expect, test } from '@jest/globals';
import { readTarget } from './path.ts';

test.each([
  ['/calendars', '/calendars'],
  ['/calendars/', '/calendars/'],
  ['//calendars///x', '/calendars/x'],
  ['/a/../calendars/./x', '/calendars/x'],
  ['/a/b/..', '/a/'],
  ['/c%61l%65ndars', '/calendars'],
  ['/a%2fb', '/a%2Fb'],
  ['/a/%2e%2e/b', '/b'],
  ['/caf%c3%a9%20x', '/caf%C3%A9%20x'],
  ['/%2541', '/%2541'],
  ['http://elsewhere:80/x', '/x'],
  ['/a|b\u00e9', '/a%7Cb%E9'],
  ['/', '/'],
  ['//', '/'],
])('%s is matched and forwarded as %s', (sent, path) => {
  expect(readTarget(sent)).toEqual({ path, query: '' });
});

test('the query goes on byte for byte', () => {
  expect(readTarget('/a//b?x=%65//../&x=+')).toEqual({ path: '/a/b', query: '?x=%65//../&x=+' });
  expect(readTarget('/a?')).toEqual({ path: '/a', query: '?' });
});

test.each([
  '*',
  '',
  'example.org:443',
  '/%',
  '/%zz',
  '/a%0',
  '/%00',
  '/..',
  '/a/../../b',
  '/%2e%2e/a',
  '/a#b',
])('%s cannot be parsed', (sent) => {
  expect(() => readTarget(sent)).toThrow(expect.objectContaining({ status: 400 }));
});
