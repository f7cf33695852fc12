// The file of private keys in; the key that signs, and the public halves of all of them, out.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import Joi from 'joi';

const MIN_BITS = 3072;

export type SigningKeys = {
  signing: { kid: string; privateKey: KeyObject };
  publicKeys: ReadonlyMap<string, KeyObject>;
};

type File = { signing: string; keys: { kid: string; privateKey: string }[] };

const schema = Joi.object<File>({
  signing: Joi.string().required(),
  keys: Joi.array()
    .items(Joi.object({ kid: Joi.string().required(), privateKey: Joi.string().required() }))
    .min(1)
    .unique('kid')
    .required(),
});

function readKey({ kid, privateKey }: File['keys'][number]): [string, KeyObject] {
  const key = createPrivateKey(privateKey);
  const strong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_BITS;
  if (key.asymmetricKeyType !== 'rsa' || !strong) {
    throw new Error(`Signing key ${kid} is no RSA key of ${MIN_BITS} bits or more.`);
  }
  return [kid, key];
}

/** Throws an Error where the file cannot be read, a key is weak, or the one that signs is missing. */
export async function readSigningKeys(path: string): Promise<SigningKeys> {
  const { value, error } = schema.validate(JSON.parse(await readFile(path, 'utf8')));
  // The schema's own message would quote the keys.
  if (error) throw new Error(`${path} does not hold { signing, keys: [{ kid, privateKey }] }.`);
  const privateKeys = new Map(value.keys.map(readKey));
  const privateKey = privateKeys.get(value.signing);
  if (!privateKey) throw new Error(`${path} names a signing key that it does not hold.`);
  const publicKeys = new Map([...privateKeys].map(([kid, key]) => [kid, createPublicKey(key)]));
  return { signing: { kid: value.signing, privateKey }, publicKeys };
}
