// Calendars in the database. Every statement names the owner; a deleted calendar is never found.
import { withFaults } from '@calendar/shared/db/faults';
import { DataTypes, Op, type Sequelize, type Transaction } from 'sequelize';
import type { Calendar } from '../domain/calendar.ts';

export type Calendars = ReturnType<typeof makeCalendars>;
export type Position = { createdAt: number; id: string };

const shown = [
  'id',
  'ownerId',
  'name',
  'description',
  'timeZone',
  'version',
  'tag',
  'createdAt',
  'updatedAt',
];

function model(sequelize: Sequelize) {
  const columns = {
    id: { type: DataTypes.STRING(36), primaryKey: true },
    ownerId: DataTypes.STRING(36),
    name: DataTypes.STRING(255),
    description: DataTypes.TEXT,
    timeZone: DataTypes.STRING(64),
    state: DataTypes.STRING(8),
    version: DataTypes.BIGINT,
    tag: DataTypes.STRING(8),
    createdAt: DataTypes.BIGINT,
    updatedAt: DataTypes.BIGINT,
  };
  return sequelize.define('calendar', columns, {
    tableName: 'calendar',
    underscored: true,
    timestamps: false,
  });
}

export function makeCalendars(sequelize: Sequelize) {
  const table = model(sequelize);
  const live = (ownerId: string) => ({ ownerId, state: 'active' });
  const plain = (rows: unknown) => rows as Calendar[];

  return {
    async insert(tx: Transaction, calendar: Calendar): Promise<void> {
      await table.create({ ...calendar, state: 'active' }, { transaction: tx });
    },

    async find(ownerId: string, id: string): Promise<Calendar | null> {
      const where = { id, ...live(ownerId) };
      const options = { attributes: shown, where, raw: true } as const;
      return (await withFaults(() => table.findOne(options))) as Calendar | null;
    },

    /** Like `find`, and holds the row until the transaction ends. */
    async lock(tx: Transaction, ownerId: string, id: string): Promise<Calendar | null> {
      const where = { id, ...live(ownerId) };
      const options = {
        attributes: shown,
        where,
        raw: true,
        transaction: tx,
        lock: tx.LOCK.UPDATE,
      } as const;
      return (await table.findOne(options)) as Calendar | null;
    },

    /** Up to `limit` of the owner's, newest first, after a position. */
    async list(ownerId: string, after: Position | null, limit: number): Promise<Calendar[]> {
      const beyond = after && {
        [Op.or]: [
          { createdAt: { [Op.lt]: after.createdAt } },
          { createdAt: after.createdAt, id: { [Op.lt]: after.id } },
        ],
      };
      const where = { ...live(ownerId), ...beyond };
      const order: [string, string][] = [
        ['createdAt', 'DESC'],
        ['id', 'DESC'],
      ];
      const options = { attributes: shown, where, order, limit, raw: true } as const;
      return plain(await withFaults(() => table.findAll(options)));
    },

    /** Up to `limit` of the owner's, each held until the transaction ends. */
    async lockSome(tx: Transaction, ownerId: string, limit: number): Promise<Calendar[]> {
      const options = {
        attributes: shown,
        where: live(ownerId),
        limit,
        raw: true,
        transaction: tx,
        lock: tx.LOCK.UPDATE,
      } as const;
      return plain(await table.findAll(options));
    },

    async update(tx: Transaction, { id, ownerId, ...changed }: Calendar): Promise<void> {
      await table.update(changed, { where: { id, ...live(ownerId) }, transaction: tx });
    },

    /** Leaves a tombstone: id, owner and version stay for ever, the user's text does not. */
    async bury(tx: Transaction, { id, ownerId, version, tag, updatedAt }: Calendar): Promise<void> {
      const grave = { state: 'deleted', name: '', description: null, version, tag, updatedAt };
      await table.update(grave, { where: { id, ...live(ownerId) }, transaction: tx });
    },
  };
}
