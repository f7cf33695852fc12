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
  nthOfPeriod: whole(-53, 53).description(
    'Only the n-th of its month, from the end where negative; in a yearly rule without `byMonth`, of its year.',
  ),
});

const fields = {
  frequency: Joi.valid('daily', 'weekly', 'monthly', 'yearly'),
  interval: whole(1, 1000).description(
    'Every how many days, weeks (from Monday), months or years; by default 1.',
  ),
  byDay: list(byDay).description(
    'On these weekdays. The lists narrow each other down; what none of them says comes from `start`.',
  ),
  byMonthDay: list(whole(-31, 31)).description(
    'On these days of the month, from its end where negative.',
  ),
  byMonth: list(whole(1, 12)),
  skip: Joi.valid('omit', 'backward', 'forward').description(
    'What becomes of a day that a month lacks: nothing (the default), the last day of that month, or the first of the next.',
  ),
  count: whole(1).description(
    'How many occurrences there are, that at `start` included; not together with `until`.',
  ),
  until: Joi.string()
    .description(
      'The last instant at which an occurrence may start, written like `start`. Without it and `count` the series never ends.',
    )
    .example('2027-06-30T09:00:00'),
};

export const twiceAWeek = { frequency: 'weekly', byDay: [{ day: 'mo' }, { day: 'th' }] };

export const rule = Joi.object({ ...fields, frequency: fields.frequency.required() }).example(
  twiceAWeek,
);

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
