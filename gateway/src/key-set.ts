// A JSON Web Key Set (RFC 7517) → the jwt_secrets of a Kong consumer: one public RSA key as PEM for each kid.
import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';

export type JwtSecret = { key: string; algorithm: 'RS256'; rsa_public_key: string };
type JsonWebKey = JsonWebKeyInput['key'] & { kid?: unknown };
// The auth service signs with no weaker one.
const MIN_BITS = 3072;

type Result = { secrets: JwtSecret[]; faults: string[] };

/** Text of the set in; its keys and everything that is wrong with it out. */
export function readKeySet(text: string): Result {
  const keys = parseKeys(text);
  if (!keys || keys.length === 0)
    return { secrets: [], faults: ['holds no JSON Web Key Set with keys'] };
  const secrets: JwtSecret[] = [];
  const faults: string[] = [];
  const seen = new Set<unknown>();
  for (const [index, jwk] of keys.entries()) {
    const fault = seen.has(jwk.kid) ? 'repeats a kid' : keyFault(jwk);
    seen.add(jwk.kid);
    if (fault) faults.push(`keys[${index}] ${fault}`);
    else secrets.push({ key: String(jwk.kid), algorithm: 'RS256', rsa_public_key: toPem(jwk) });
  }
  return { secrets, faults };
}

function parseKeys(text: string): JsonWebKey[] | undefined {
  try {
    const { keys } = JSON.parse(text);
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined; // told as a fault by the caller
  }
}

function keyFault(jwk: JsonWebKey): string | undefined {
  if (typeof jwk?.kid !== 'string' || jwk.kid === '') return 'has no kid';
  if (jwk.kty !== 'RSA') return 'is no RSA key';
  if (jwk.d !== undefined) return 'is a private key: it must not leave the auth service';
  try {
    const bits =
      createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyDetails?.modulusLength ?? 0;
    return bits < MIN_BITS ? `has ${bits} bits, fewer than ${MIN_BITS}` : undefined;
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`;
  }
}

function toPem(jwk: JsonWebKey): string {
  return String(
    createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
  );
}
