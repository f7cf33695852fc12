// Holds a body or a query against its joi schema: the typed value, or every fault where it stands.
import type Joi from 'joi';
import type { Fault } from '../errors.ts';

const wording = {
  'any.required': 'is required',
  'any.unknown': 'is not known here',
  'object.unknown': 'is not known here',
  'object.base': 'must be an object',
  'string.empty': 'must not be empty',
};

const options: Joi.ValidationOptions = {
  abortEarly: false,
  errors: { label: false, wrap: { label: false } },
  messages: wording,
};

const pointerPart = (part: string | number) =>
  String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** Faults of a body carry JSON pointers (RFC 6901). Types are taken as sent, nothing is converted. */
export function checkBody(schema: Joi.ObjectSchema, body: unknown, faults: Fault[]): unknown {
  const { value, error } = schema.validate(body, { ...options, convert: false });
  for (const { path, message } of error?.details ?? []) {
    faults.push({ pointer: path.map((part) => `/${pointerPart(part)}`).join(''), detail: message });
  }
  return value;
}

/** Faults of a query carry the parameter's name. */
export function checkQuery(schema: Joi.ObjectSchema, query: unknown, faults: Fault[]): unknown {
  const { value, error } = schema.validate(query, options);
  for (const { path, message } of error?.details ?? []) {
    faults.push({ parameter: String(path[0]), detail: message });
  }
  return value;
}
