// What code may reach for outside of its arguments: the environment, the clock, chance, the process.
import { eachFile, type Rule } from './rule.ts';

const product = /^(?:services|shared|gateway)\//;
// The gateway is scripts of their own: one fetches keys, one renders its file, one reads it. What is preloaded has no config yet.
const configs =
  /^services\/[^/]+\/src\/config\.ts$|^gateway\/src\/(?:config|fetch-key-set|main|render)\.ts$|^shared\/src\/telemetry\/register\.ts$/;

/** The environment is read once, in config.ts. */
export const environment: Rule = eachFile(({ path, reaches, imports }) => {
  if (!product.test(path) || configs.test(path)) return [];
  const named = imports.some(({ target }) => /^(?:node:)?process$/.test(target));
  return named || reaches.includes('process.env')
    ? ['must not read process.env: config.ts does']
    : [];
});

/** Work in progress ends in good order: app.ts closes what it opened. */
export const exits: Rule = eachFile(({ path, reaches }) =>
  product.test(path) && reaches.includes('process.exit') ? ['must not call process.exit'] : [],
);

const rooms = /^services\/[^/]+\/src\/(?:http|inbox|actions|domain|store)\//;
const hidden =
  /^(?:Date\.now|new Date\(\)|Math\.random|performance\.now|Temporal\.Now|crypto\.(?:random|getRandom)\w+)$/;

/** Time and chance are arguments in every room. */
export const arguable: Rule = eachFile(({ path, reaches }) => {
  if (!rooms.test(path)) return [];
  return reaches.filter((reach) => hidden.test(reach)).map((reach) => `must not use ${reach}`);
});

const domain = /^services\/[^/]+\/src\/domain\//;

// A memory with a bound, and a heap: neither shows anything outside.
const pure = ['lru-cache', 'tinyqueue', 'shared/src/errors.ts'];

/** The domain knows itself and our errors; of shared it may know types. */
export const pureDomain: Rule = eachFile(({ path, imports }) => {
  if (!domain.test(path)) return [];
  return imports
    .filter(({ target, typeOnly }) => {
      if (pure.includes(target) || domain.test(target)) return false;
      return !(typeOnly && target.startsWith('shared/src/'));
    })
    .map(({ target }) => `must not import ${target}: the domain is pure`);
});
