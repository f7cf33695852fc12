// No signing key in; one that signs at once out, since no gateway and no service knows another yet.
import type { KeyObject } from 'node:crypto';
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import type { SigningKeys } from '../store/signing-keys.ts';
import type { KeySeal } from './seal-key.ts';

type Uses = {
  db: Database;
  signingKeys: Pick<SigningKeys, 'list' | 'add' | 'sign'>;
  seal: Pick<KeySeal, 'seal'>;
  newPrivateKey: () => Promise<KeyObject>;
  newId: () => string;
};

/** Does nothing where there are keys. */
export function makeFirstKey(uses: Uses): () => Promise<void> {
  const { db, signingKeys, seal, newPrivateKey, newId } = uses;
  return async () => {
    if ((await signingKeys.list(db)).length > 0) return;
    const kid = newId();
    const sealed = seal.seal(kid, await newPrivateKey());
    await transaction(db, async (tx) => {
      await signingKeys.add(tx, { kid, sealed });
      await signingKeys.sign(tx, kid);
    });
  };
}
