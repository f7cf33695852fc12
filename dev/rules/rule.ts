// What a rule is: all sources in, one sentence for each place that breaks it out.
import type { Source } from './source.ts';

export type Rule = (sources: readonly Source[]) => string[];

/** A rule that looks at the code of one file at a time; tests and the bench may do as they please. */
export function eachFile(look: (source: Source) => string[]): Rule {
  return (sources) =>
    sources
      .filter((source) => source.isCode && !source.isTest)
      .flatMap((source) => look(source).map((fault) => `${source.path} ${fault}`));
}
