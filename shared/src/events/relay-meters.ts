// What a relay can be measured by: whether it is the active one, and how much of its outbox waits, which only the active one asks.
import type { Database } from '../db/connect.ts';
import { databaseNow } from '../db/lease.ts';
import { read } from '../db/statement.ts';
import { instruments, observing, ofStream } from '../metrics.ts';

const waiting = `SELECT COUNT(*) AS depth, ${databaseNow} - COALESCE(MIN(created), ${databaseNow}) AS ageMs
  FROM outbox WHERE published IS NULL`;

type Row = { depth: number; ageMs: string };
type Deps = { db: Database; stream: string; held: () => boolean };

export function measureRelay({ db, stream, held }: Deps): Disposable {
  const { relayLeader, outboxDepth, outboxAge } = instruments();
  const about = ofStream(stream);
  return observing([relayLeader, outboxDepth, outboxAge], async (result) => {
    result.observe(relayLeader, held() ? 1 : 0, about);
    if (!held()) return;
    const [row] = await read<Row>(db, waiting, []);
    result.observe(outboxDepth, row?.depth ?? 0, about);
    result.observe(outboxAge, Number(row?.ageMs ?? 0) / 1000, about);
  });
}
