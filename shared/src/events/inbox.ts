// Which events a consumer has taken: written in the transaction of the effect, last, so that a second delivery does nothing.
import type { Tx } from '../db/connect.ts';
import { databaseNow } from '../db/lease.ts';
import { rows, run } from '../db/statement.ts';

const select = 'SELECT event_id FROM inbox WHERE consumer = ? AND event_id = ?';
const insert = `INSERT IGNORE INTO inbox (consumer, event_id, received) VALUES (?, ?, ${databaseNow})`;

/** Another delivery of the same event took effect first: the transaction must roll back, and the event is done. */
export class AlreadyTaken extends Error {
  constructor(eventId: string) {
    super(`Event ${eventId} was taken before`);
    this.name = 'AlreadyTaken';
  }
}

/** Whether the event has had its effect. */
export async function seen(tx: Tx, consumer: string, eventId: string): Promise<boolean> {
  return (await rows(tx, select, [consumer, eventId])).length > 0;
}

/** Throws AlreadyTaken where the row is there, also where a transaction running at the same time wrote it. */
export async function recordInbox(tx: Tx, consumer: string, eventId: string): Promise<void> {
  if ((await run(tx, insert, [consumer, eventId])) === 0) throw new AlreadyTaken(eventId);
}

/** Removes a batch of what was taken before `before` (epoch ms) and says how much that was. */
export const purgeInbox = (tx: Tx, before: number): Promise<number> =>
  run(tx, 'DELETE FROM inbox WHERE received < ? LIMIT 1000', [before]);
