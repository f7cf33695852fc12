// Events that the broker has had for long enough, removed batch by batch.
import type { Tx } from '../db/connect.ts';
import { run } from '../db/statement.ts';

const remove = 'DELETE FROM outbox WHERE published < ? LIMIT 1000';

/** Removes a batch of what was published before `before` (epoch ms) and says how much that was. */
export const purgeOutbox = (tx: Tx, before: number): Promise<number> => run(tx, remove, [before]);
