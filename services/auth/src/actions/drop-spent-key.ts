// The last step of a rotation: the old key goes, once no token can live that was signed with it.
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { toKeySet } from '../domain/key-set.ts';
import { ACCESS_TOKEN_SECONDS } from '../domain/session.ts';
import type { SigningKeys } from '../store/signing-keys.ts';
import { REREAD_MS } from './current-keys.ts';

// Clocks of two machines that differ by more than this have other troubles.
const CLOCKS_MS = 60_000;
const DROP_AFTER_MS = REREAD_MS + ACCESS_TOKEN_SECONDS * 1000 + CLOCKS_MS;

type Uses = { db: Database; signingKeys: Pick<SigningKeys, 'list' | 'drop'> };

/** Resolves to what was done. Throws an Error that says how long to wait, or why there is nothing to drop. */
export function dropSpentKey({ db, signingKeys }: Uses): () => Promise<string> {
  return async () => {
    const { signing, spent } = toKeySet(await signingKeys.list(db));
    if (!signing || spent.length === 0)
      throw new Error('No key is spent: "add" and "sign" come first.');
    const wait = DROP_AFTER_MS - signing.signsFor;
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      throw new Error(`Tokens of the old key may live on: drop it in ${seconds} s.`);
    }
    await transaction(db, async (tx) => {
      for (const { kid } of spent) await signingKeys.drop(tx, kid);
    });
    return `Dropped: ${spent.map(({ kid }) => kid).join(', ')}.`;
  };
}
