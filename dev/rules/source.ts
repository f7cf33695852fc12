// One file of the repository as the rules see it: text in; out what it imports, exports and reaches for.
import { posix } from 'node:path';
import {
  type ExportNamedDeclaration,
  type ImportDeclaration,
  type MemberExpression,
  parseSync,
  Visitor,
} from 'oxc-parser';

export type Import = {
  /** A path of the repository, or the name of a package. */
  target: string;
  /** `import type`, `export type … from` or `import('…')` in a type; erased before the file runs. */
  typeOnly: boolean;
  /** What of it; null where that may be anything. */
  names: string[] | null;
};

export type Source = {
  path: string;
  text: string;
  isCode: boolean;
  isTest: boolean;
  lines: number;
  imports: Import[];
  hasDefaultExport: boolean;
  /** What it exports and does not use itself. */
  onlyExported: string[];
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
    onlyExported: [],
    reaches: [],
  };
  return source.isCode ? { ...source, ...facts(path, text) } : source;
}

function facts(path: string, text: string) {
  const imports: Import[] = [];
  const reaches: string[] = [];
  const exported: string[] = [];
  const mentions = new Map<string, number>();
  let hasDefaultExport = false;
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const add = (specifier: string | undefined, typeOnly: boolean, names: Import['names'] = null) => {
    if (specifier !== undefined)
      imports.push({ target: resolve(path, specifier), typeOnly, names });
  };
  new Visitor({
    ImportDeclaration: (node) =>
      add(node.source.value, node.importKind === 'type', importedNames(node)),
    ExportNamedDeclaration: (node) => {
      add(node.source?.value, node.exportKind === 'type');
      exported.push(...declaredNames(node));
    },
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    TSImportType: (node) => add(node.source.value, true),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') add(String(source.value), false);
    },
    ExportDefaultDeclaration: () => {
      hasDefaultExport = true;
    },
    Identifier: ({ name }) => {
      mentions.set(name, (mentions.get(name) ?? 0) + 1);
    },
    MemberExpression: (node) => {
      reaches.push(dotted(node));
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && given.length === 0) reaches.push(`new ${callee.name}()`);
    },
  }).visit(program);
  const onlyExported = exported.filter((name) => mentions.get(name) === 1);
  return { imports, reaches, hasDefaultExport, onlyExported };
}

function importedNames({ specifiers }: ImportDeclaration): Import['names'] {
  const names = specifiers.flatMap((one) =>
    one.type === 'ImportSpecifier' && one.imported.type === 'Identifier' ? one.imported.name : [],
  );
  return names.length === specifiers.length ? names : null;
}

function declaredNames({ declaration }: ExportNamedDeclaration): string[] {
  if (!declaration) return [];
  const ids =
    declaration.type === 'VariableDeclaration'
      ? declaration.declarations.map(({ id }) => id)
      : 'id' in declaration
        ? [declaration.id]
        : [];
  return ids.flatMap((id) => (id?.type === 'Identifier' ? id.name : []));
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
