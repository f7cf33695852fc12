// Tokens that must not pass: 401 as a problem, and nothing of the request reaches a service.
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectProblem } from './support/problem.ts';
import { key, runGateway } from './support/running-gateway.ts';
import {
  accessToken,
  hostileAuthorizations,
  newKey,
  signedWithPublicKey,
} from './support/tokens.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

const stack = new AsyncDisposableStack();
let url: string;
let calendar: Upstream;
beforeAll(async () => {
  calendar = stack.use(await startUpstream('calendar'));
  ({ url } = stack.use(await runGateway({ calendar: [calendar] })));
});
afterAll(() => stack.disposeAsync());

const now = Math.floor(Date.now() / 1000);
const pem = String(createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }));
const stranger = { ...newKey('x'), kid: key.kid };
const hostile = {
  ...hostileAuthorizations(accessToken(key)),
  expired: `Bearer ${accessToken(key, { exp: now - 1 })}`,
  'too long a life': `Bearer ${accessToken(key, { exp: now + 5000 })}`,
  'signed by a stranger': `Bearer ${accessToken(stranger)}`,
  'HS256 with the public key': `Bearer ${signedWithPublicKey(key.kid, pem)}`,
  'HS256 with the public key, trimmed': `Bearer ${signedWithPublicKey(key.kid, pem.trim())}`,
};

test.each(Object.entries(hostile))('%s: 401', async (_name, authorization) => {
  const served = calendar.state.served;
  const answer = await fetch(`${url}/calendars/x`, { headers: { authorization } });
  await expectProblem(answer, 401, 'unauthorized', '/calendars/x');
  expect(answer.headers.get('www-authenticate')).toBe(
    'Bearer realm="calendar", error="invalid_token"',
  );
  expect(answer.headers.get('ratelimit-limit')).toBeNull();
  expect(calendar.state.served).toBe(served);
});

test.each(['/calendars', '/calendars/x', '/calendars/x/entries', '/auth/me'])(
  '%s without a token: 401',
  async (path) => {
    const answer = await fetch(url + path, { method: 'POST', body: '{}' });
    await expectProblem(answer, 401, 'unauthorized', path);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="calendar"');
  },
);

test('a good token passes, with the longest life that is allowed too', async () => {
  const second = Math.floor(Date.now() / 1000);
  for (const exp of [second + 20, second + 900]) {
    const headers = { authorization: `Bearer ${accessToken(key, { exp })}` };
    expect((await fetch(`${url}/calendars`, { headers })).status).toBe(200);
  }
});
