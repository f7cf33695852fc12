// What a client may send as a rule: its shape here, its rules in the domain.
import Joi from 'joi';
import { WEEKDAYS } from '../domain/recurrence/rule.ts';
import type { RulePatch } from '../domain/recurrence/sent-rule.ts';

const whole = (minimum: number, maximum?: number) =>
  Joi.number()
    .unsafe()
    .meta({ jsonSchema: { type: 'integer', minimum, ...(maximum && { maximum }) } });

/** Bounds that the domain holds, as a document can say them. */
const list = (item: Joi.Schema) =>
  Joi.array()
    .items(item)
    .meta({ jsonSchema: { minItems: 1, uniqueItems: true } });

const byDay = Joi.object({
  day: Joi.valid(...WEEKDAYS).required(),
  nthOfPeriod: whole(-53, 53),
});

const fields = {
  frequency: Joi.valid('daily', 'weekly', 'monthly', 'yearly'),
  interval: whole(1, 1000),
  byDay: list(byDay),
  byMonthDay: list(whole(-31, 31)),
  byMonth: list(whole(1, 12)),
  skip: Joi.valid('omit', 'backward', 'forward'),
  count: whole(1),
  until: Joi.string().example('2027-06-30T09:00:00'),
};

export const rule = Joi.object({ ...fields, frequency: fields.frequency.required() });

/** A merge patch of a rule: null removes. */
export const rulePatch = Joi.object(
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.allow(null)])),
);

/** The members that have the type which the domain's rules take for granted; `whole` where all have, and none is missing. */
export function shapedOf(sent: unknown): { whole: boolean; members: RulePatch } {
  const isObject = typeof sent === 'object' && sent !== null;
  const members = Object.entries(isObject ? sent : {}).filter(
    ([name, value]) =>
      rulePatch.validate({ [name]: value }, { convert: false }).error === undefined,
  );
  const whole = rule.validate(sent, { convert: false }).error === undefined;
  return { whole: isObject && whole, members: Object.fromEntries(members) };
}
