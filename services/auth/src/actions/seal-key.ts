// A private key in, a text for the database out, and back: AES-256-GCM (NIST SP 800-38D) under a secret that no backup holds.
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

const NONCE = 12;
const TAG = 16;

export type KeySeal = {
  seal: (kid: string, key: KeyObject) => string;
  /** Throws an Error where the secret or the `kid` is another than it was sealed with. */
  open: (kid: string, sealed: string) => KeyObject;
};

type Uses = { secret: string; randomBytes: (size: number) => Buffer };

export function keySeal({ secret, randomBytes }: Uses): KeySeal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'signing keys', 32));
  return {
    seal(kid, privateKey) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(kid));
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
      const parts = [nonce, cipher.update(pem), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64');
    },
    open(kid, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
      decipher.setAAD(Buffer.from(kid)).setAuthTag(bytes.subarray(-TAG));
      const pem = decipher.update(bytes.subarray(NONCE, -TAG));
      try {
        return createPrivateKey(Buffer.concat([pem, decipher.final()]));
      } catch (cause) {
        throw new Error(`SIGNING_KEYS_SECRET does not open signing key ${kid}.`, { cause });
      }
    },
  };
}
