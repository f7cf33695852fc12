// The first step of a rotation: a new key that everybody is shown and nothing is signed with yet.
import type { KeyObject } from 'node:crypto';
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { SigningKeys } from '../store/signing-keys.ts';
import type { KeySeal } from './seal-key.ts';

type Uses = {
  db: Database;
  signingKeys: Pick<SigningKeys, 'list' | 'add'>;
  seal: Pick<KeySeal, 'seal'>;
  newPrivateKey: () => Promise<KeyObject>;
  newId: () => string;
};

/** Resolves to what was done. Throws an Error that says why not, where no rotation can begin. */
export function addKey(uses: Uses): () => Promise<string> {
  const { db, signingKeys, seal, newPrivateKey, newId } = uses;
  return async () => {
    const { length } = await signingKeys.list(db);
    if (length === 0) throw new Error('There is no key to follow: "publish" makes the first.');
    if (length > 1) throw new Error('A rotation is under way: "sign" and "drop" come first.');
    const kid = newId();
    const sealed = seal.seal(kid, await newPrivateKey());
    await transaction(db, (tx) => signingKeys.add(tx, { kid, sealed }));
    return `Key ${kid} is added; it does not sign yet.`;
  };
}
