// A row that one process holds at a time, by the database's clock. The table it lives in is made by `migrate`.
import type { Writer } from './connect.ts';
import { run } from './statement.ts';
import { transaction } from './transaction.ts';

export const leaseTable = `CREATE TABLE IF NOT EXISTS lease (
  name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  holder CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires BIGINT NOT NULL
)`;

/** Epoch milliseconds on the database's clock. */
export const databaseNow = 'FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000)';

const take = `UPDATE lease SET holder = ?, expires = ${databaseNow} + ?
  WHERE name = ? AND (holder = ? OR expires < ${databaseNow})`;
const create = `INSERT IGNORE INTO lease (name, holder, expires) VALUES (?, ?, ${databaseNow} + ?)`;
const drop = 'DELETE FROM lease WHERE name = ? AND holder = ?';

export type Lease = { take: () => Promise<boolean>; release: () => Promise<void> };

/** `take` gets or renews the lease for `ms` and says whether it is held; `release` gives it to whoever asks next. */
export function lease(db: Writer, name: string, holder: string, ms: number): Lease {
  return {
    take: () =>
      transaction(db, async (tx) => {
        if ((await run(tx, take, [holder, ms, name, holder])) > 0) return true;
        return (await run(tx, create, [name, holder, ms])) > 0;
      }),
    release: async () => {
      await transaction(db, (tx) => run(tx, drop, [name, holder]));
    },
  };
}
