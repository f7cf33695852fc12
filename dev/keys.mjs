// Signing keys of a system: made once, the private part readable by its owner only, the public part beside it.
import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeSecret } from './folder.mjs';

const generate = promisify(generateKeyPair);

/** Paths of the private file and the JWKS (RFC 7517) in `folder`; makes both when they are not there. */
export async function signingKeys(folder) {
  const signingKeysFile = join(folder, 'signing-keys.json');
  const jwksFile = join(folder, 'jwks.json');
  if (!existsSync(signingKeysFile) || !existsSync(jwksFile)) await make(signingKeysFile, jwksFile);
  return { signingKeysFile, jwksFile };
}

async function make(signingKeysFile, jwksFile) {
  const kid = `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`;
  const { privateKey } = await generate('rsa', { modulusLength: 3072 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const { kty, n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  const jwks = { keys: [{ kty, use: 'sig', alg: 'RS256', kid, n, e }] };
  writeFileSync(jwksFile, JSON.stringify(jwks, null, 2));
  writeSecret(
    signingKeysFile,
    JSON.stringify({ signing: kid, keys: [{ kid, privateKey: pem }] }, null, 2),
  );
}
