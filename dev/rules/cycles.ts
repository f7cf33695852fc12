// Import cycles between files and between folders, type imports counted.
import { posix } from 'node:path';
import type { Rule } from './rule.ts';
import type { Source } from './source.ts';

type Graph = Map<string, Set<string>>;

function graphOf(sources: readonly Source[], nodeOf: (path: string) => string): Graph {
  const code = sources.filter((source) => source.isCode && !source.isTest);
  const known = new Set(code.map(({ path }) => path));
  const graph: Graph = new Map();
  for (const { path, imports } of code) {
    const from = nodeOf(path);
    const edges = graph.get(from) ?? new Set();
    graph.set(from, edges);
    for (const { target } of imports) if (known.has(target)) edges.add(nodeOf(target));
  }
  return graph;
}

/** One sentence for each edge that closes a cycle on a walk through the whole graph. */
function cyclesOf(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (node: string) => {
    const seen = trail.indexOf(node);
    if (seen >= 0) found.push(`${[...trail.slice(seen), node].join(' → ')} is a cycle`);
    if (seen >= 0 || done.has(node)) return;
    trail.push(node);
    for (const next of graph.get(node) ?? []) walk(next);
    trail.pop();
    done.add(node);
  };
  for (const node of graph.keys()) walk(node);
  return found;
}

export const fileCycles: Rule = (sources) => cyclesOf(graphOf(sources, (path) => path));

/** Files of one folder may know each other; a folder is the last one on a file's path. */
export const folderCycles: Rule = (sources) => {
  const graph = graphOf(sources, posix.dirname);
  for (const [folder, edges] of graph) edges.delete(folder);
  return cyclesOf(graph);
};
