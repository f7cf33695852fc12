// All rules of the house by name.
import { arrows, database, packages } from './arrows.ts';
import { fileCycles, folderCycles } from './cycles.ts';
import { barrels, defaultExports, names, sizes, words } from './form.ts';
import { hashes } from './lock.ts';
import type { Rule } from './rule.ts';
import { readSources } from './source.ts';
import { arguable, environment, exits, pureDomain } from './surroundings.ts';
import { uses } from './uses.ts';

const rules: Record<string, Rule> = {
  arrows,
  packages,
  database,
  fileCycles,
  folderCycles,
  environment,
  exits,
  arguable,
  pureDomain,
  uses,
  names,
  barrels,
  defaultExports,
  sizes,
  words,
  hashes,
};

/** Path → text in, every break of a rule as `rule: sentence` out. */
export function inspect(tree: ReadonlyMap<string, string>): string[] {
  const sources = readSources(tree);
  return Object.entries(rules).flatMap(([name, rule]) =>
    rule(sources).map((fault) => `${name}: ${fault}`),
  );
}
