// One occurrence of a stored entry, under the calendar's lock: what was written about it out; 404 where the entry has none there.
import type { Tx } from '@calendar/shared/db/connect';
import { reading } from '@calendar/shared/db/statement';
import { notFound } from '@calendar/shared/errors';
import type { Entry } from '../domain/entry.ts';
import type { Override } from '../domain/override.ts';
import { givesOccurrence } from '../domain/series-change.ts';
import type { Overrides } from '../store/overrides.ts';

/** `at`: its original start. An excluded one is there only for `excludedToo`. */
export type FindOccurrence = (
  tx: Tx,
  stored: Entry,
  at: number,
  excludedToo: boolean,
) => Promise<Override | null>;

export function findOccurrence({
  overrides,
}: {
  overrides: Pick<Overrides, 'find'>;
}): FindOccurrence {
  return async (tx, stored, at, excludedToo) => {
    if (!stored.rule || !givesOccurrence(stored, at)) throw notFound('occurrence');
    const own = await overrides.find(reading(tx), stored, at);
    if (own?.excluded && !excludedToo) throw notFound('occurrence');
    return own;
  };
}
