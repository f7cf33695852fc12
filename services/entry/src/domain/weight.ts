// What a series takes in memory with all that was written about it: rather too much than too little, by what was measured.

import type { Entry } from './entry.ts';
import type { Override } from './override.ts';

const OF_SERIES = 3_200;
const OF_OVERRIDE = 260;
const OF_FIELD = 100;
const OF_CHARACTER = 2;
/** Of a longer description none is kept. */
const LONGEST = 2_000;

/** In bytes. */
export function weightOf(
  { rule, description }: Pick<Entry, 'rule' | 'description'>,
  overrides: Iterable<Pick<Override, 'held'>>,
): number {
  const text = Math.min(description?.length ?? 0, LONGEST) + JSON.stringify(rule).length;
  let bytes = OF_SERIES + OF_CHARACTER * text;
  for (const { held } of overrides) {
    bytes += OF_OVERRIDE + OF_FIELD * Object.keys(held).length;
    bytes += OF_CHARACTER * (held.title?.length ?? 0);
  }
  return bytes;
}
