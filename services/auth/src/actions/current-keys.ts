// The rows of the signing keys in; the key that signs, and the public halves of all of them, out. Never older than 5 s where it matters.
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Database } from '@calendar/shared/db/connect';
import { unavailable } from '@calendar/shared/errors';
import { type SigningKey, toKeySet } from '../domain/key-set.ts';
import type { SigningKeys } from '../store/signing-keys.ts';
import type { KeySeal } from './seal-key.ts';

/** How long after a change of the keys an instance may go on with those of before. */
export const REREAD_MS = 5_000;

export type PublicKeys = ReadonlyMap<string, KeyObject>;
type Opened = { text: string; signing: { kid: string; privateKey: KeyObject }; public: PublicKeys };

export type CurrentKeys = {
  /** Throws `unavailable` where the database does not say which key signs now. */
  signing: () => Promise<Opened['signing']>;
  /** By `kid`; the last known ones while the database is away. */
  published: () => Promise<PublicKeys>;
  /** Moves when the set changes. */
  generation: () => number;
};

type Uses = {
  db: Database;
  signingKeys: Pick<SigningKeys, 'list'>;
  seal: Pick<KeySeal, 'open'>;
  now: () => number;
};

export function currentKeys({ db, signingKeys, seal, now }: Uses): CurrentKeys {
  let known: Opened | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let generation = 0;
  let reading: Promise<Opened> | undefined;

  async function readAgain(): Promise<Opened> {
    const asked = now();
    const opened = openKeys(await signingKeys.list(db), known, seal);
    if (opened !== known) generation += 1;
    known = opened;
    readAt = asked;
    return opened;
  }

  async function current(): Promise<Opened> {
    if (known && now() - readAt < REREAD_MS) return known;
    reading ??= readAgain().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    generation: () => generation,
    signing: async () => (await current()).signing,
    published: async () => {
      const { public: keys } = await current().catch((error: unknown) => {
        if (known) return known;
        throw error;
      });
      return keys;
    },
  };
}

/** `known` itself where nothing has changed: opening keys takes longer than reading them. */
function openKeys(
  rows: SigningKey[],
  known: Opened | undefined,
  seal: Pick<KeySeal, 'open'>,
): Opened {
  const { signing } = toKeySet(rows);
  if (!signing) throw unavailable('There is no signing key yet: the step "publish" makes it.');
  const text = [signing.kid, ...rows.map(({ kid }) => kid)].join(' ');
  if (text === known?.text) return known;
  const keys = new Map(rows.map(({ kid, sealed }) => [kid, seal.open(kid, sealed)]));
  const privateKey = keys.get(signing.kid) as KeyObject;
  const publicKeys = new Map([...keys].map(([kid, key]) => [kid, createPublicKey(key)]));
  return { text, signing: { kid: signing.kid, privateKey }, public: publicKeys };
}
