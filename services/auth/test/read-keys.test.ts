// GET /.well-known/jwks.json
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { api, newUser } from '@calendar/shared/testing/client';
import { expectProblem } from '@calendar/shared/testing/faults';
import { mainSystem } from '../../../dev/testing.mjs';

const system = mainSystem();
const request = api(system.baseUrl);
const path = '/.well-known/jwks.json';

test('the public keys are shown, and nothing private', async () => {
  const { status, headers, body } = await request('GET', path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(body).toEqual({
    keys: [
      {
        kty: 'RSA',
        n: expect.stringMatching(/^[\w-]{512}$/),
        e: 'AQAB',
        kid: expect.any(String),
        alg: 'RS256',
        use: 'sig',
      },
    ],
  });
  expect(body).toEqual(JSON.parse(readFileSync(system.jwksFile, 'utf8')));
});

test('they verify an access token', async () => {
  const { token } = await newUser(request);
  const { body } = await request('GET', path);
  const [header = '', claims = '', signature = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  const jwk = body.keys.find((key: { kid: string }) => key.kid === kid);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  expect(verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('an entity tag saves the body', async () => {
  const etag = (await request('GET', path)).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]+"$/);
  const again = await request('GET', path, { headers: { 'if-none-match': etag } });
  expect([again.status, again.body]).toEqual([304, null]);
});

test('they can only be read', async () => {
  const reply = await request('PUT', path, { body: {} });
  expectProblem(reply, 405, 'method-not-allowed', path);
  expect(reply.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});
