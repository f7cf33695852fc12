// Marks on events that the broker has stored, written while the next batch goes out: a commit each would double its time.
import type { Database } from '../db/connect.ts';
import { markPublished } from './outbox.ts';

export type Marks = {
  /** The ids of what is stored and may not be marked yet. */
  underWay: () => ReadonlySet<string>;
  /** Waits for the last marks, then begins these. Throws what went wrong with the last: their events go out again. */
  begin: (ids: string[]) => Promise<void>;
  /** Waits for the last marks. Throws what went wrong with them, once. */
  settled: () => Promise<void>;
};

export function makeMarks(db: Database): Marks {
  let ids: ReadonlySet<string> = new Set();
  let marking = Promise.resolve();

  async function settled(): Promise<void> {
    const last = marking;
    marking = Promise.resolve();
    try {
      await last;
    } finally {
      ids = new Set();
    }
  }

  return {
    underWay: () => ids,
    settled,
    begin: async (stored) => {
      await settled();
      ids = new Set(stored);
      marking = markPublished(db, stored);
      // Told to whoever waits for it.
      marking.catch(() => undefined);
    },
  };
}
