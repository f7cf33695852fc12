import { expect, test } from '@jest/globals';
import { isRequestId, readToken } from './edge.ts';
import type { Route } from './router.ts';

const closed: Route = {
  name: 'x',
  service: 'x',
  paths: [],
  open: false,
  limit: { counter: 'all', perMinute: 1, by: 'user' },
};
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'RS256', kid: 'k' };
const claims = { sub: '0190-a', exp: 1 };
const bearer = (head: unknown, body: unknown) => `Bearer ${part(head)}.${part(body)}.c2ln`;
const read = (authorization: string | undefined, method = 'GET', route = closed) =>
  readToken(route, method, authorization);

test('a token of the right shape is read, whatever its signature', () => {
  const authorization = bearer(header, claims);
  expect(read(authorization)).toEqual({ text: authorization.slice(7), kid: 'k', sub: '0190-a' });
  expect(read(authorization.replace('Bearer ', 'bearer  '))?.sub).toBe('0190-a');
});

test('no token, an open route and OPTIONS are left to the next rule', () => {
  expect(read(undefined)).toBeUndefined();
  expect(read('rubbish', 'GET', { ...closed, open: true })).toBeUndefined();
  expect(read('rubbish', 'OPTIONS')).toBeUndefined();
});

test.each([
  ['header 1', 1, claims],
  ['header null', null, claims],
  ['header array', [], claims],
  ['no kid', { alg: 'RS256' }, claims],
  ['kid null', { kid: null }, claims],
  ['kid a number', { kid: 1 }, claims],
  ['kid an object', { kid: {} }, claims],
  ['claims true', header, true],
  ['claims null', header, null],
  ['a kid claim', header, { ...claims, kid: 'k' }],
  ['a kid claim that is a number', header, { ...claims, kid: 1 }],
  ['a kid claim that is null', header, { ...claims, kid: null }],
  ['no exp', header, { sub: 'a' }],
  ['exp a text', header, { ...claims, exp: '1' }],
  ['no sub', header, { exp: 1 }],
  ['sub a number', header, { ...claims, sub: 1 }],
  ['sub empty', header, { ...claims, sub: '' }],
  ['sub too long', header, { ...claims, sub: 'a'.repeat(65) }],
  ['sub with a line break', header, { ...claims, sub: 'a\nb' }],
  ['sub with a line break at its end', header, { ...claims, sub: 'a\n' }],
])('%s is refused', (_what, head, body) => {
  expect(() => read(bearer(head, body))).toThrow(expect.objectContaining({ status: 401 }));
});

test.each([
  '',
  'Bearer',
  'Basic x',
  `X${bearer(header, claims)}`,
  `${bearer(header, claims)}.x`,
  'Bearer a.b.c',
  `Bearer ${'a'.repeat(4097)}.b.c`,
])('the header %j is refused', (authorization) => {
  expect(() => read(authorization)).toThrow(expect.objectContaining({ status: 401 }));
});

test('request ids are bounded in length and characters', () => {
  expect(isRequestId('a-Z0_.:/+=')).toBe(true);
  expect(isRequestId('a'.repeat(128))).toBe(true);
  for (const id of ['', 'a'.repeat(129), 'a b', 'a"', 'é', 'a\n'])
    expect(isRequestId(id)).toBe(false);
});
