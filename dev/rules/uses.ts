// What is exported for nobody.
import type { Rule } from './rule.ts';

const product = /^(?:services|shared|gateway)\//;

/** What only tests use is no part of the product. */
export const uses: Rule = (sources) => {
  const code = sources.filter(({ isCode, isTest }) => isCode && !isTest);
  const imports = code.flatMap((source) => source.imports);
  const used = (path: string) => imports.filter(({ target }) => target === path);
  return code
    .filter(({ path }) => product.test(path))
    .flatMap(({ path, onlyExported }) => {
      const names = used(path).map((one) => one.names);
      return onlyExported
        .filter((name) => !names.some((some) => some === null || some.includes(name)))
        .map((name) => `${path} exports ${name}, which the product does not use`);
    });
};
