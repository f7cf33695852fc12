// Modules in; out, the README that each must have: its own words, then tables of inputs and outputs from the code. Pure.
const mark = '## Inputs';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (heads, rows) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');
const unwrapped = (text) => `${text}`.replace(/^\$\{([\s\S]*)\}$/, '$1').replaceAll(/\s+/g, ' ');

function inputs({ variables }) {
  const rows = Object.entries(variables).map(([name, [each]]) => [
    `\`${name}\``,
    each.description,
    `\`${unwrapped(each.type)}\``,
    'default' in each ? `\`${JSON.stringify(each.default)}\`` : 'required',
  ]);
  return rows.length === 0 ? 'None.' : table(['name', 'what it is', 'type', 'default'], rows);
}

function outputs(module) {
  const rows = Object.entries(module.outputs).map(([name, [each]]) => [
    `\`${name}\``,
    each.description,
  ]);
  return rows.length === 0 ? 'None.' : table(['name', 'what it is'], rows);
}

export function readmeOf(module) {
  const words = module.readme.split(mark)[0].trim();
  return `${words}\n\n${mark}\n\n${inputs(module)}\n\n## Outputs\n\n${outputs(module)}\n`;
}

export const readmeFaults = (modules) =>
  modules
    .filter((module) => module.readme.trim() === '' || module.readme !== readmeOf(module))
    .map(
      ({ name }) =>
        `${name}/README.md is not what its code says: node dev/infra/terraform.mjs --write`,
    );
