// A private key under a seal: out comes what went in, for the same secret and name alone.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { keySeal } from './seal-key.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const seal = (secret: string) => keySeal({ secret, randomBytes });
const sealed = seal('a secret').seal('kid', privateKey);

test('it opens again', () => {
  const opened = seal('a secret').open('kid', sealed);
  expect(opened.export({ type: 'pkcs8', format: 'pem' })).toBe(pem);
});

test('nothing of the key shows, and no two seals are alike', () => {
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('PRIVATE KEY');
  expect(seal('a secret').seal('kid', privateKey)).not.toBe(sealed);
});

test.each([
  ['another secret', 'another', 'kid'],
  ['the name of another key', 'a secret', 'other'],
])('%s does not open it', (_, secret, kid) => {
  expect(() => seal(secret).open(kid, sealed)).toThrow('SIGNING_KEYS_SECRET');
});
