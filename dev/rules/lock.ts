// The lock file. Made from a full node_modules, npm leaves out the hashes of other platforms' packages and then
// takes those unchecked.
import type { Rule } from './rule.ts';

type Locked = { link?: boolean; integrity?: string };

/** Every package that npm fetches is held to a hash. */
export const hashes: Rule = (sources) => {
  const lock = sources.find(({ path }) => path === 'package-lock.json');
  if (!lock) return [];
  const packages: Record<string, Locked> = JSON.parse(lock.text).packages;
  return Object.entries(packages)
    .filter(([path, { link, integrity }]) => path.includes('node_modules/') && !link && !integrity)
    .map(([path]) => `${path} has no integrity in package-lock.json`);
};
