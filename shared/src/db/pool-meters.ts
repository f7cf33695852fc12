// What the two pools of a database can be measured by: connections used and idle, and who waits for one.
import type { Pool } from 'mysql2/promise';
import type { Gate } from '../gate.ts';
import { instruments, observing } from '../metrics.ts';

/** Sequelize's own pool, of which its types tell nothing. */
export type WriterPool = {
  size: number;
  using: number;
  waiting: number;
  acquire: () => Promise<unknown>;
};

// Nor do those of mysql2.
type ReaderPool = {
  _allConnections: { length: number };
  _freeConnections: { length: number };
};

type Deps = { writer: WriterPool; reader: Pool; reading: Gate; most: number };

const state = 'db.client.connection.state';

export function measurePools({ writer, reader, reading, most }: Deps): Disposable {
  const { connections, mostConnections, waitingForConnection } = instruments();
  const { _allConnections: all, _freeConnections: free } = reader.pool as unknown as ReaderPool;
  const pools = {
    writer: () => ({ open: writer.size, used: writer.using, waiting: writer.waiting }),
    reader: () => ({
      open: all.length,
      used: all.length - free.length,
      waiting: reading.waiting(),
    }),
  };
  return observing([connections, mostConnections, waitingForConnection], (result) => {
    for (const [name, look] of Object.entries(pools)) {
      const about = { 'db.client.connection.pool.name': name };
      const { open, used, waiting } = look();
      result.observe(connections, used, { ...about, [state]: 'used' });
      result.observe(connections, open - used, { ...about, [state]: 'idle' });
      result.observe(mostConnections, most, about);
      result.observe(waitingForConnection, waiting, about);
    }
  });
}
