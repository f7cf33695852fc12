// Who may own things here: a row for each owner, which is at once lock and tombstone. A deleted owner's token answers 401.
import type { Transaction } from 'sequelize';
import type { Database } from '../db/connect.ts';
import { read, rows, run } from '../db/statement.ts';
import { refuseToken } from '../errors.ts';

export const ownerTable = `
  CREATE TABLE IF NOT EXISTS owner (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rev BIGINT NOT NULL,
    PRIMARY KEY (id)
  )`;

type Row = { state: 'active' | 'deleted' };
export type Owners = ReturnType<typeof makeOwners>;

const refuseDeleted = ([owner]: Row[]) => {
  if (owner?.state === 'deleted') throw refuseToken();
};

export function makeOwners(db: Database) {
  return {
    /** Takes the owner's lock by a write, for what is about to make something theirs. Throws 401 for a deleted owner. */
    async lockActive(tx: Transaction, id: string): Promise<void> {
      await run(
        tx,
        "INSERT INTO owner (id, state, rev) VALUES (?, 'active', 1) ON DUPLICATE KEY UPDATE rev = rev + 1",
        [id],
      );
      refuseDeleted(await rows<Row>(tx, 'SELECT state FROM owner WHERE id = ?', [id]));
    },

    /** Throws 401 for a deleted owner; one not met yet is active. */
    async requireActive(id: string): Promise<void> {
      refuseDeleted(await read<Row>(db, 'SELECT state FROM owner WHERE id = ?', [id]));
    },

    /** From the commit on, nothing is made or read for this owner. */
    async markDeleted(tx: Transaction, id: string): Promise<void> {
      await run(
        tx,
        "INSERT INTO owner (id, state, rev) VALUES (?, 'deleted', 1) ON DUPLICATE KEY UPDATE state = 'deleted', rev = rev + 1",
        [id],
      );
    },
  };
}
