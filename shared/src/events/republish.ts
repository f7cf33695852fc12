// A lost stream takes events along that nobody has read. The outbox knows its stream by the time of its making: into another one, all that
// the outbox keeps is published again, and what consumers have they skip.
import type { Database } from '../db/connect.ts';
import { databaseNow } from '../db/lease.ts';
import { read, rows, run } from '../db/statement.ts';
import { transaction } from '../db/transaction.ts';
import { type OutboxRow, outboxColumns } from './outbox.ts';

/** What is to be published again: of the events published before `run` (epoch ms) those after the id `position`. */
export type Republishing = { run: number; position: string };

// Assignments run from left to right and each looks at the time of making, so that comes last.
const meet = `INSERT INTO outbox_stream (name, created, run, position) VALUES (?, ?, ${databaseNow}, '')
  ON DUPLICATE KEY UPDATE
    run = IF(created = VALUES(created), run, VALUES(run)),
    position = IF(created = VALUES(created), position, ''),
    created = VALUES(created)`;
const known = 'SELECT run, position FROM outbox_stream WHERE name = ?';

// In the order of ids, which is no commit order: what commits late is not published yet, and goes the usual way.
const select = `SELECT ${outboxColumns}, CONCAT(id, '.', ?) AS messageId
  FROM outbox WHERE id > ? AND published <= ? ORDER BY id LIMIT ?`;

const move = 'UPDATE outbox_stream SET position = ? WHERE name = ? AND run = ?';

/** Remembers the stream as `created`, and says what is still to be published into it again, if anything. */
export async function meetStream(
  db: Database,
  name: string,
  created: string,
): Promise<Republishing | null> {
  const [found] = await transaction(db, async (tx) => {
    await run(tx, meet, [name, created]);
    return rows<{ run: number; position: string | null }>(tx, known, [name]);
  });
  return found && found.position !== null ? { run: found.run, position: found.position } : null;
}

/** The next of them. The run stands in their message ids, since the broker may have seen the plain ones a moment ago. */
export function nextAgain(
  db: Database,
  { run: number, position }: Republishing,
  limit: number,
): Promise<OutboxRow[]> {
  return read<OutboxRow>(db, select, [String(number), position, number, limit]);
}

/** Everything up to the id `position` is done, or all of it: null. A crash goes on from there. */
export async function moveOn(
  db: Database,
  name: string,
  { run: number }: Republishing,
  position: string | null,
): Promise<void> {
  await transaction(db, (tx) => run(tx, move, [position, name, number]));
}
