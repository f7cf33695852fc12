// One file of the repository as the rules see it: text in; out what it imports, exports by default and reaches for.
import { posix } from 'node:path';
import { type MemberExpression, parseSync, Visitor } from 'oxc-parser';

export type Import = {
  /** A path of the repository, or the name of a package. */
  target: string;
  /** `import type`, `export type … from` or `import('…')` in a type; erased before the file runs. */
  typeOnly: boolean;
};

export type Source = {
  path: string;
  text: string;
  isCode: boolean;
  isTest: boolean;
  lines: number;
  imports: Import[];
  hasDefaultExport: boolean;
  /** What it reads from its surroundings, as written: `process.env`, `Date.now`, `new Date()`. */
  reaches: string[];
};

const code = /\.(?:ts|js|mjs)$/;
const test = /\.test\.ts$|\/test(?:ing)?\/|^bench\//;

/** Every file of the tree; throws an Error that names a file which does not parse. */
export function readSources(tree: ReadonlyMap<string, string>): Source[] {
  return [...tree].map(([path, text]) => readSource(path, text));
}

function readSource(path: string, text: string): Source {
  const source: Source = {
    path,
    text,
    isCode: code.test(path),
    isTest: test.test(path),
    lines: text.trimEnd().split('\n').length,
    imports: [],
    hasDefaultExport: false,
    reaches: [],
  };
  return source.isCode ? { ...source, ...facts(path, text) } : source;
}

function facts(path: string, text: string) {
  const imports: Import[] = [];
  const reaches: string[] = [];
  let hasDefaultExport = false;
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const add = (specifier: string | undefined, typeOnly: boolean) => {
    if (specifier !== undefined) imports.push({ target: resolve(path, specifier), typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node.source?.value, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    TSImportType: (node) => add(node.source.value, true),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') add(String(source.value), false);
    },
    ExportDefaultDeclaration: () => {
      hasDefaultExport = true;
    },
    MemberExpression: (node) => {
      reaches.push(dotted(node));
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && given.length === 0) reaches.push(`new ${callee.name}()`);
    },
  }).visit(program);
  return { imports, reaches, hasDefaultExport };
}

function dotted({ object, property, computed }: MemberExpression): string {
  const owner = object.type === 'Identifier' ? object.name : '…';
  if (property.type === 'Identifier' && !computed) return `${owner}.${property.name}`;
  return property.type === 'Literal' ? `${owner}.${property.value}` : `${owner}.…`;
}

const own = /^@calendar\/([^/]+)\/(.+)$/;

/** Our packages are found as their `exports` say: `@calendar/shared/errors` is `shared/src/errors.ts`. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [, workspace = '', rest = ''] = own.exec(specifier) ?? [];
  if (workspace === '') return specifier;
  const folder =
    workspace === 'shared' || workspace === 'gateway' ? workspace : `services/${workspace}`;
  return `${folder}/src/${rest}.ts`;
}
