// What every event that crosses services looks like. An event carries whole state, never a change, and no text of users.
import Joi from 'joi';

/** `type` is `<aggregate>.<what happened>.v<n>`; `version` is the aggregate's, counted from 1; `occurredAt` RFC 3339 in UTC. */
export type Envelope<Type extends string = string, Data = unknown> = {
  id: string;
  type: Type;
  aggregateId: string;
  version: number;
  occurredAt: string;
  traceparent: string | null;
  data: Data;
};

export const idSchema = Joi.string().lowercase().guid().required();

// A newer publisher may add members: they are dropped, so that old consumers keep reading.
export function eventSchema(type: string, data: Joi.ObjectSchema) {
  return Joi.object({
    id: idSchema,
    type: Joi.string().valid(type).required(),
    aggregateId: idSchema,
    version: Joi.number().integer().min(1).required(),
    occurredAt: Joi.string().isoDate().required(),
    traceparent: Joi.string().allow(null).required(),
    data: data.required(),
  });
}

/** A function that gives back the event or throws a Joi.ValidationError naming every fault. */
export function parserOf<E extends Envelope>(...schemas: Joi.ObjectSchema[]) {
  const schema = Joi.alternatives(...schemas).match('one');
  return (value: unknown): E =>
    Joi.attempt(value, schema, { abortEarly: false, convert: false, stripUnknown: true });
}

/** `calendar.created.v1` travels as `calendars.v1.created`. */
export function subjectOf(type: string): string {
  const [aggregate, happened, version] = type.split('.');
  return `${aggregate}s.${version}.${happened}`;
}
