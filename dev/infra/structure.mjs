// Modules of Terraform and the provider's schema in; out, what the provider or Terraform itself would refuse, as sentences. Pure.
import { posix } from 'node:path';

const meta = new Set([
  'count',
  'for_each',
  'depends_on',
  'lifecycle',
  'provider',
  'provisioner',
  'dynamic',
]);
const builtIn = {
  terraform_data: {
    attributes: { input: 'any', triggers_replace: 'any' },
    blocks: {},
    computed: ['id', 'output', 'input'],
  },
};
// The npm package leaves ephemeral resources out; these are from the provider's documentation.
const ephemeral = {
  'ephemeral.aws_secretsmanager_random_password': {
    attributes: { exclude_punctuation: 'boolean', password_length: 'number' },
    blocks: {},
    computed: ['random_password'],
  },
  'ephemeral.aws_secretsmanager_secret_version': {
    attributes: { 'secret_id!': 'string', version_stage: 'string' },
    blocks: {},
    computed: ['secret_string', 'arn'],
  },
};

const plain = (name) => name.replace(/!$/, '');
const isExpression = (value) => typeof value === 'string' && value.includes('${');
const fits = {
  string: (value) => ['string', 'number'].includes(typeof value),
  number: (value) => Number.isFinite(Number(value)) && typeof value !== 'boolean',
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  set: Array.isArray,
  map: (value) => typeof value === 'object' && !Array.isArray(value),
  any: () => true,
};

export function structureFaults(modules, schema) {
  const types = { ...builtIn, ...ephemeral, ...schema.types };
  const byName = new Map(modules.map((module) => [module.name, module]));
  return modules.flatMap((module) =>
    [
      ...module.things.flatMap((thing) => thingFaults(thing, types)),
      ...referenceFaults(module, types),
      ...variableFaults(module),
      ...Object.entries(module.calls).flatMap(([name, bodies]) =>
        callFaults(module, name, bodies[0], byName),
      ),
    ].map((fault) => `${module.name}: ${fault}`),
  );
}

function thingFaults({ type, name, body }, types) {
  const place = `${type}.${name}`;
  if (!types[type]) return [`${place}: the schema has no ${type}; see dev/infra/aws-schema.mjs`];
  return bodyFaults(body, types[type], place);
}

function bodyFaults(body, contract, place) {
  const attributes = new Map(
    Object.entries(contract.attributes).map(([key, is]) => [plain(key), is]),
  );
  const blocks = new Map(Object.entries(contract.blocks).map(([key, is]) => [plain(key), is]));
  const dynamic = body.dynamic ?? {};
  const given = new Set([...Object.keys(body), ...Object.keys(dynamic)]);
  const required = [...Object.keys(contract.attributes), ...Object.keys(contract.blocks)];
  return [
    ...required
      .filter((key) => key.endsWith('!') && !given.has(plain(key)))
      .map((key) => `${place} needs ${plain(key)}`),
    ...Object.entries(body).flatMap(([key, value]) => {
      if (meta.has(key)) return [];
      if (attributes.has(key))
        return attributeFaults(value, attributes.get(key), `${place}.${key}`);
      return insideFaults(value, blocks.get(key), `${place}.${key}`);
    }),
    ...Object.entries(dynamic).flatMap(([key, [{ content }]]) =>
      insideFaults(content, blocks.get(key), `${place}.${key}`),
    ),
  ];
}

const attributeFaults = (value, type, place) =>
  value === null || isExpression(value) || fits[type]?.(value)
    ? []
    : [`${place} must be a ${type}`];

function insideFaults(value, block, place) {
  if (!block) return [`${place} does not exist`];
  if (isExpression(value)) return [];
  return [value].flat().flatMap((each) => bodyFaults(each, block, place));
}

const reference =
  /(?<![\w.])((?:data\.|ephemeral\.)?(?:aws|terraform)_\w+)\.(\w+)((?:\[[^\]]*\])*)(?:\.(\w+))?/g;

function referenceFaults({ things, expressions, calls, variables, locals }, types) {
  const there = { var: variables, local: locals, module: calls };
  const faults = expressions.flatMap((text) => [
    ...[...text.matchAll(reference)].flatMap((found) => memberFaults(found, things, types)),
    ...[...text.matchAll(/(?<![\w.])(var|local|module)\.(\w+)/g)]
      .filter(([, kind, name]) => !(name in there[kind]))
      .map(([whole]) => `${whole} is not there`),
  ]);
  return [...new Set(faults)];
}

function memberFaults([whole, type, name, , member], things, types) {
  if (!things.some((each) => each.type === type && each.name === name))
    return [`${whole} is not there`];
  const known = types[type];
  if (!known || !member) return [];
  const names = [...Object.keys(known.attributes), ...Object.keys(known.blocks)].map(plain);
  return [...names, ...known.computed].includes(member) ? [] : [`${whole}: there is no ${member}`];
}

function variableFaults({ variables, outputs, expressions }) {
  const used = new Set(
    expressions.flatMap((text) => [...text.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name)),
  );
  return [
    ...Object.keys(variables)
      .filter((name) => !used.has(name))
      .map((name) => `var.${name} is not used`),
    ...Object.entries({ ...variables, ...outputs })
      .filter(([, [{ description }]]) => !description)
      .map(([name]) => `${name} has no description`),
    ...Object.entries(variables)
      .filter(([, [{ type }]]) => !type)
      .map(([name]) => `var.${name} has no type`),
  ];
}

function callFaults(caller, name, body, byName) {
  const called = byName.get(posix.join(caller.name, body.source ?? ''));
  if (!called) return [`module ${name}: there is no ${body.source}`];
  const given = Object.keys(body).filter((key) => !meta.has(key) && key !== 'source');
  const needed = Object.entries(called.variables).filter(([, [each]]) => !('default' in each));
  const wanted = caller.expressions.flatMap((text) =>
    [...text.matchAll(new RegExp(`\\bmodule\\.${name}(?:\\[[^\\]]*\\])?\\.(\\w+)`, 'g'))].map(
      ([, output]) => output,
    ),
  );
  return [
    ...given
      .filter((key) => !(key in called.variables))
      .map((key) => `module ${name} takes no ${key}`),
    ...needed.filter(([key]) => !given.includes(key)).map(([key]) => `module ${name} needs ${key}`),
    ...wanted
      .filter((output) => !(output in called.outputs))
      .map((output) => `module ${name} has no output ${output}`),
  ];
}
