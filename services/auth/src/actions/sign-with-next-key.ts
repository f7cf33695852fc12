// The second step of a rotation: the key that was added signs, once every service can know it and the gateway lets its tokens pass.
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@calendar/shared/db/connect';
import { transaction } from '@calendar/shared/db/transaction';
import { ASK_AGAIN_MS } from '@calendar/shared/http/remote-keys';
import { toKeySet } from '../domain/key-set.ts';
import type { SigningKeys } from '../store/signing-keys.ts';
import { REREAD_MS } from './current-keys.ts';
import type { KeySeal } from './seal-key.ts';
import type { TryKey } from './try-at-gateway.ts';

// An answer with the old set may be under way when the new key is committed.
const UNDER_WAY_MS = 5_000;
/** From then on a service that was shown the old set last may ask again, and finds the new key. */
const KNOWN_AFTER_MS = REREAD_MS + UNDER_WAY_MS + ASK_AGAIN_MS;

type Uses = {
  db: Database;
  signingKeys: Pick<SigningKeys, 'list' | 'sign'>;
  seal: Pick<KeySeal, 'open'>;
  tryAtGateway: TryKey;
  say: (text: string) => void;
};

/** Waits for as long as it takes, and resolves to what was done. Throws an Error that says why not. */
export function signWithNextKey(uses: Uses): () => Promise<string> {
  const { db, signingKeys, seal, tryAtGateway, say } = uses;
  return async () => {
    const { next } = toKeySet(await signingKeys.list(db));
    if (!next) throw new Error('No key waits to sign: "add" comes first.');
    const { kid, sealed, addedFor } = next;
    const wait = KNOWN_AFTER_MS - addedFor;
    if (wait > 0) {
      say(`Waiting ${Math.ceil(wait / 1000)} s, until every service can know the key ...`);
      await delay(wait);
    }
    await tryAtGateway({ kid, privateKey: seal.open(kid, sealed) });
    await transaction(db, (tx) => signingKeys.sign(tx, kid));
    return `Key ${kid} signs.`;
  };
}
