// Keys, key sets and access tokens of every kind for the tests.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';

export type SigningKey = { kid: string; privateKey: KeyObject };

export function newKey(kid: string): SigningKey {
  return { kid, privateKey: generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey };
}

export function keySet(...keys: SigningKey[]): string {
  const jwk = ({ kid, privateKey }: SigningKey) => ({
    ...createPublicKey(privateKey).export({ format: 'jwk' }),
    kid,
    use: 'sig',
    alg: 'RS256',
  });
  return JSON.stringify({ keys: keys.map(jwk) });
}

/** A token as the auth service signs it; `claims` replace, undefined leaves out. */
export function accessToken(key: SigningKey, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'x',
    aud: 'calendar',
    sub: '0190-user',
    iat: now,
    exp: now + 600,
    ...claims,
  };
  const header = { alg: 'RS256' as const, kid: key.kid, typ: 'at+jwt' };
  return jsonwebtoken.sign(JSON.parse(JSON.stringify(payload)), key.privateKey, {
    algorithm: 'RS256',
    header,
  });
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `Authorization` values that must be answered with 401, by name. `good` is a token that passes. */
export function hostileAuthorizations(good: string): Record<string, string> {
  const [header, claims, signature] = good.split('.') as [string, string, string];
  const head = JSON.parse(Buffer.from(header, 'base64url').toString());
  const body = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const withHeader = (value: unknown) => `Bearer ${part(value)}.${claims}.${signature}`;
  const withClaims = (value: unknown) => `Bearer ${header}.${part(value)}.${signature}`;
  const odd = { one: 1, true: true, null: null, array: [], object: {}, text: 'x' };
  return {
    empty: '',
    'no scheme': good,
    'another scheme': 'Basic dTpw',
    'a scheme glued to it': `Xbearer ${good}`,
    'a second scheme': `Basic x Bearer ${good}`,
    'the scheme alone': 'Bearer',
    'one word': 'Bearer x',
    'two parts': `Bearer ${header}.${claims}`,
    'no signature': `Bearer ${header}.${claims}.`,
    'four parts': `Bearer ${good}.${signature}`,
    truncated: `Bearer ${good.slice(0, -4)}`,
    'two tokens': `Bearer ${good} ${good}`,
    'two tokens with a comma': `Bearer ${good}, Bearer ${good}`,
    'alg none': `Bearer ${part({ ...head, alg: 'none' })}.${claims}.`,
    'alg none with a signature': withHeader({ ...head, alg: 'none' }),
    'unknown kid': withHeader({ ...head, kid: 'nobody' }),
    'no kid': withHeader({ alg: 'RS256' }),
    'a kid claim': withClaims({ ...body, kid: head.kid }),
    'other claims': withClaims({ ...body, sub: 'somebody-else' }),
    'no exp': withClaims({ ...body, exp: undefined }),
    'sub a number': withClaims({ ...body, sub: 1 }),
    'sub with a line break': withClaims({ ...body, sub: 'a\r\nX-User-Id: b' }),
    'no base64': 'Bearer a.b.c',
    'very long': `Bearer ${header}.${claims}${'A'.repeat(5000)}.${signature}`,
    ...Object.fromEntries(
      Object.entries(odd).map(([name, value]) => [`header ${name}`, withHeader(value)]),
    ),
    ...Object.fromEntries(
      Object.entries(odd).map(([name, value]) => [`payload ${name}`, withClaims(value)]),
    ),
    ...Object.fromEntries(
      Object.entries({ ...odd, text: 1.5 }).map(([name, kid]) => [
        `kid ${name}`,
        withHeader({ ...head, kid }),
      ]),
    ),
  };
}

/** The classic confusion: HS256 with the text of the public key for a secret. */
export function signedWithPublicKey(kid: string, publicKeyPem: string): string {
  const sub = '0190-user';
  return jsonwebtoken.sign({ sub }, Buffer.from(publicKeyPem), {
    algorithm: 'HS256',
    expiresIn: 600,
    header: { alg: 'HS256', kid },
    allowInsecureKeySizes: true,
  });
}
