// The signing keys as rows in; which one signs, which one waits for it and which one is spent, out.

/** Ages in milliseconds, by the database's clock. `signsFor` is null while a key waits to sign. */
export type SigningKey = {
  kid: string;
  /** The private key as PEM, sealed. */
  sealed: string;
  addedFor: number;
  signsFor: number | null;
};

type Signing = SigningKey & { signsFor: number };
export type KeySet = { signing?: Signing; next?: SigningKey; spent: SigningKey[] };

/** The key that began to sign last signs. */
export function toKeySet(keys: readonly SigningKey[]): KeySet {
  const begun = keys.filter((key): key is Signing => key.signsFor !== null);
  const [signing, ...spent] = begun.sort((a, b) => a.signsFor - b.signsFor);
  const next = keys.find(({ signsFor }) => signsFor === null);
  return { ...(signing && { signing }), ...(next && { next }), spent };
}
