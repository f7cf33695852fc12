// A folder of Terraform in; out, each module in it as values: variables, outputs, resources, calls of other modules, expressions.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '@cdktf/hcl2json';

const ignored = new Set(['.terraform', 'tests', 'manifests']);

function foldersIn(folder) {
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory() && !ignored.has(each.name))
    .flatMap(({ name }) => foldersIn(join(folder, name)));
  return readdirSync(folder).some((name) => name.endsWith('.tf')) ? [folder, ...inner] : inner;
}

/** Throws where a file is no HCL. */
export async function readModules(folder) {
  return Promise.all(
    foldersIn(folder)
      .sort()
      .map((each) => readModule(each, relative(folder, each))),
  );
}

async function readModule(folder, name) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  const parsed = await Promise.all(
    files.map((file) => parse(file, readFileSync(join(folder, file), 'utf8'))),
  );
  const blocks = (kind) => Object.assign({}, ...parsed.map((file) => file[kind] ?? {}));
  const readme = join(folder, 'README.md');
  return {
    name,
    folder,
    readme: existsSync(readme) ? readFileSync(readme, 'utf8') : '',
    hasTests: existsSync(join(folder, 'tests')) && readdirSync(join(folder, 'tests')).length > 0,
    variables: blocks('variable'),
    outputs: blocks('output'),
    calls: blocks('module'),
    locals: Object.assign({}, ...parsed.flatMap((file) => file.locals ?? [])),
    things: [
      ...parsed.flatMap((file) => things(file.resource, '')),
      ...parsed.flatMap((file) => things(file.data, 'data.')),
      ...parsed.flatMap((file) => things(file.ephemeral, 'ephemeral.')),
    ],
    needs: Object.keys(
      Object.assign(
        {},
        ...parsed
          .flatMap((file) => file.terraform ?? [])
          .flatMap((each) => each.required_providers ?? []),
      ),
    ),
    expressions: parsed.flatMap(expressionsIn),
  };
}

const things = (kinds = {}, prefix) =>
  Object.entries(kinds).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, bodies]) =>
      bodies.map((body) => ({ type: `${prefix}${type}`, name, body })),
    ),
  );

/** What stands between ${ and }, wherever it stands; references are looked for in it by their form. */
function expressionsIn(value) {
  if (typeof value === 'string') return value.includes('${') ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(expressionsIn);
}
