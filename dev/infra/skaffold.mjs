// skaffold.yaml against the schema that Skaffold publishes for its version: every field it does not know, and every wrong type.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { root } from '../runtime.mjs';

export function skaffoldFaults(schemaFile) {
  const { $schema, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  const text = readFileSync(join(root, 'skaffold.yaml'), 'utf8');
  validate(parse(text, { merge: true }));
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'anyOf');
  const say = ({ instancePath, message, params }) =>
    `skaffold.yaml${instancePath} ${message} ${params.additionalProperty ?? ''}`.trim();
  // A fault in one of several forms is told once for each form.
  return [...new Set(faults.map(say))];
}
