// The folder of the npm package @cdktf/provider-aws in; out, into terraform/aws-schema.json, what it says of the types that
// terraform/ uses: `npm pack @cdktf/provider-aws@21.22.1`, unpack, `node dev/infra/aws-schema.mjs FOLDER`.
// The package is generated from the provider's own schema, and 300 MB of which this is all that is needed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';
import { readModules } from './hcl.mjs';

const folder = process.argv[2];
const entry =
  /^ {12}(\w+): \{\n {16}value: (.*?),\n {16}isBlock: (\w+),\n {16}type: "(\w+)",\n {16}storageClassType: "(\w+)",/gm;
const upper = (name) => name[0].toUpperCase() + name.slice(1);

/** `data.aws_x` and `aws_x` as the package names their folders. */
const folderOf = (type) =>
  type
    .replace(/^data\.aws_/, 'data_aws_')
    .replace(/^aws_/, '')
    .replaceAll('_', '-');

function readType(type) {
  const place = join(folder, 'lib', folderOf(type));
  if (!existsSync(place)) throw new Error(`${type}: the package has no such type`);
  const [js, types] = ['index.js', 'index.d.ts'].map((name) =>
    readFileSync(join(place, name), 'utf8'),
  );
  const main = /class (\w+) extends cdktf\.Terraform(?:Resource|DataSource)/.exec(js)[1];
  const body = js.slice(js.indexOf(`class ${main} extends`));
  const top = body.slice(body.indexOf('synthesizeHclAttributes()'));
  return {
    ...members(top, js, types, `${main}Config`),
    computed: [
      ...new Set(
        [...body.matchAll(/(?:Attribute\(|\(this, )['"](\w+)['"]/g)].map(([, name]) => name),
      ),
    ].sort(),
  };
}

/** Of the first object of attributes in `text`; a name that ends in ! is required. */
function members(text, js, types, contract) {
  const object = text.slice(
    0,
    text.indexOf('\n        };') === -1 ? undefined : text.indexOf('\n        };'),
  );
  const attributes = {};
  const blocks = {};
  const interfaceText =
    new RegExp(`export interface ${contract}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(types)?.[1] ??
    '';
  for (const [, name, value, isBlock, kind, stored] of object.matchAll(entry)) {
    const field = /(?:struct\.|this\._)(\w+)/.exec(value)[1];
    const required = new RegExp(`readonly ${field}: `).test(interfaceText);
    const nested = /(\w+)ToHclTerraform/.exec(value.replace(/cdktf\.\w+ToHclTerraform/g, ''))?.[1];
    const key = required ? `${name}!` : name;
    if (!nested) attributes[key] = kind === 'simple' ? stored : kind;
    else blocks[key] = { ...nestedMembers(nested, js, types), asBlock: isBlock === 'true' };
  }
  return { attributes, blocks };
}

function nestedMembers(name, js, types) {
  const text = js.slice(js.indexOf(`function ${name}ToHclTerraform(`));
  const end = text.indexOf('\n}\n');
  const inner = text.slice(0, end).replaceAll(/^ {4}/gm, '        ');
  return members(inner, js, types, upper(name));
}

const used = [
  ...new Set(
    (await readModules(join(root, 'terraform'))).flatMap(({ things }) =>
      things.map(({ type }) => type),
    ),
  ),
]
  .filter((type) => /^(?:data\.)?aws_/.test(type))
  .sort();
const version = /providerVersion: '(.*?)'/.exec(
  readFileSync(join(folder, 'lib/vpc/index.js'), 'utf8'),
)[1];
const source = '@cdktf/provider-aws 21.22.1 (npm)';
const text = JSON.stringify({
  source,
  provider: version,
  types: Object.fromEntries(used.map((type) => [type, readType(type)])),
});
writeFileSync(
  join(root, 'terraform/aws-schema.json'),
  `${text.replaceAll(/"((?:data\.)?aws_\w+)":\{"attributes"/g, '\n"$1":{"attributes"')}\n`,
);
console.log(`${used.length} types of provider ${version}`);
