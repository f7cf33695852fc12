// Users by id and by address. Only active ones are found; a deleted one is a tombstone without personal data.
import type { Tx } from '@calendar/shared/db/connect';
import { isDuplicate } from '@calendar/shared/db/faults';
import { DataTypes, type Model, type Sequelize } from 'sequelize';
import type { User } from '../domain/user.ts';

/** A deleted user's row is empty where a user's is not. */
type Row = { [Field in keyof User]: User[Field] | null } & { state: 'active' | 'deleted' };

const define = (sequelize: Sequelize) =>
  sequelize.define<Model<Row>>(
    'user',
    {
      id: { type: DataTypes.STRING, primaryKey: true },
      email: DataTypes.STRING,
      emailKey: DataTypes.STRING,
      name: DataTypes.STRING,
      passwordHash: DataTypes.STRING,
      state: DataTypes.STRING,
      version: DataTypes.BIGINT,
      tag: DataTypes.STRING,
      createdAt: DataTypes.BIGINT,
      updatedAt: DataTypes.BIGINT,
    },
    { freezeTableName: true, underscored: true, timestamps: false },
  );

function toUser(row: Model<Row> | null): User | null {
  if (!row) return null;
  const { state: _state, ...user } = row.get();
  return user as User;
}

export type Users = ReturnType<typeof makeUsers>;

export function makeUsers(sequelize: Sequelize) {
  const table = define(sequelize);
  return {
    /** False where an active user has the address. */
    insert: async (tx: Tx, user: User): Promise<boolean> => {
      try {
        await table.create({ ...user, state: 'active' }, { transaction: tx });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    find: async (tx: Tx, id: string): Promise<User | null> =>
      toUser(await table.findOne({ where: { id, state: 'active' }, transaction: tx })),
    findByEmail: async (tx: Tx, emailKey: string): Promise<User | null> =>
      toUser(await table.findOne({ where: { emailKey }, transaction: tx })),
    /** Like `find`, and nobody else changes or deletes the user before the transaction ends. */
    lock: async (tx: Tx, id: string): Promise<User | null> =>
      toUser(
        await table.findOne({
          where: { id, state: 'active' },
          lock: tx.LOCK.UPDATE,
          transaction: tx,
        }),
      ),
    /** Writes what may change of a locked user. */
    save: async (tx: Tx, user: User): Promise<void> => {
      const { name, passwordHash, version, tag, updatedAt } = user;
      const changes = { name, passwordHash, version, tag, updatedAt };
      await table.update(changes, { where: { id: user.id }, transaction: tx });
    },
    /** Leaves the tombstone of a locked user. */
    erase: async (tx: Tx, user: User): Promise<void> => {
      const { version, tag, updatedAt } = user;
      const personal = { email: null, emailKey: null, name: null, passwordHash: null };
      const changes = { ...personal, state: 'deleted', version, tag, updatedAt } as const;
      await table.update(changes, { where: { id: user.id }, transaction: tx });
    },
  };
}
