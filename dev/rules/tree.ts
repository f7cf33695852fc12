// The repository's text files, read from disk.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const left = new Set(['node_modules', '.git', '.data', 'coverage']);
const textFile =
  '**/{*.{ts,js,mjs,json,md,yml,yaml,tf,sh,cnf,conf,toml,lua},Dockerfile,.ci/*,.github/**/*}';

/** Path from `root` → text. */
export function readTree(root: string): Map<string, string> {
  const found = globSync([textFile, '.{ci,github}/**/*.*', '.ci/run'], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => left.has(entry.name),
  });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
}
