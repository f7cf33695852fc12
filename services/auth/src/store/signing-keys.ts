// The keys that sign access tokens. Their ages are told by the database's clock, on which no two processes disagree.
import type { Database, Tx } from '@calendar/shared/db/connect';
import { databaseNow } from '@calendar/shared/db/lease';
import { read, run } from '@calendar/shared/db/statement';
import type { SigningKey } from '../domain/key-set.ts';

const clock = `CAST(${databaseNow} AS SIGNED)`;
const select = `SELECT kid, sealed, ${clock} - added_at AS addedFor, ${clock} - signs_since AS signsFor
  FROM signing_key ORDER BY added_at, kid`;
const insert = `INSERT INTO signing_key (kid, sealed, added_at) VALUES (?, ?, ${clock})`;
const begin = `UPDATE signing_key SET signs_since = ${clock} WHERE kid = ?`;
const remove = 'DELETE FROM signing_key WHERE kid = ?';

export type SigningKeys = typeof signingKeys;

export const signingKeys = {
  /** In the order in which they were added. Throws `unavailable` where the database is. */
  list: (db: Database): Promise<SigningKey[]> => read<SigningKey>(db, select, []),
  add: async (tx: Tx, { kid, sealed }: Pick<SigningKey, 'kid' | 'sealed'>): Promise<void> => {
    await run(tx, insert, [kid, sealed]);
  },
  /** From now on it signs, and no other. */
  sign: async (tx: Tx, kid: string): Promise<void> => {
    await run(tx, begin, [kid]);
  },
  drop: async (tx: Tx, kid: string): Promise<void> => {
    await run(tx, remove, [kid]);
  },
};
