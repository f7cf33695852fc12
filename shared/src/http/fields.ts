// Joi with the fields that our APIs share; each also knows how it is written in JSON Schema.
import Joi from 'joi';
import { isId } from '../ids.ts';
import { badCursor, isCursor } from './cursor.ts';

type CharactersArgs = { min: number; max: number };
interface TextSchema extends Joi.StringSchema {
  characters(min: number, max: number): this;
}

const extended = Joi.extend((joi) => ({
  type: 'string',
  // An empty text is left to the rule: `allow('')` would let it past every rule.
  base: joi.string().min(0),
  messages: {
    'text.length': 'must have {{#min}} to {{#max}} characters',
    'text.form': 'must not contain U+0000 or a lone surrogate',
  },
  rules: {
    characters: {
      method(min: number, max: number) {
        return this.$_addRule({ name: 'characters', args: { min, max } });
      },
      args: ['min', 'max'],
      validate(value: string, helpers: Joi.CustomHelpers, { min, max }: CharactersArgs) {
        if (!value.isWellFormed() || value.includes('\0')) return helpers.error('text.form');
        const length = value.length > max * 2 ? Infinity : [...value].length;
        return length >= min && length <= max ? value : helpers.error('text.length', { min, max });
      },
      jsonSchema(rule: { args: CharactersArgs }, schema: Record<string, unknown>) {
        return { ...schema, minLength: rule.args.min, maxLength: rule.args.max };
      },
    },
  },
})) as { string(): TextSchema };

/** Text of `min` to `max` Unicode code points, kept as sent. */
export const text = (min: number, max: number): Joi.StringSchema =>
  extended.string().characters(min, max);

/** A text that `parse` turns into a value or into the sentence that says which rule it breaks. */
export function parsed<T>(
  parse: (text: string) => { value: T } | { fault: string },
  schema: Joi.AnySchema = Joi.string(),
): Joi.AnySchema {
  return schema.custom((sent: string, helpers) => {
    const result = parse(sent);
    if ('value' in result) return result.value;
    return helpers.message({ custom: result.fault.replaceAll('{', '\\{') });
  });
}

/** An id as a body or query names one. */
export const id = (): Joi.AnySchema =>
  parsed((sent) => (isId(sent) ? { value: sent } : { fault: 'must be an id (a UUIDv7)' })).meta({
    jsonSchema: { format: 'uuid' },
  });

// Joi's own booleans and numbers take spaces and signs along.
const inQuery = <T>(parse: (text: string) => { value: T } | { fault: string }, shown: object) =>
  parsed(parse, Joi.any()).meta({ jsonSchema: shown });

/** `true` or `false`, letter by letter, in a query. */
export const flag = (byDefault = false): Joi.AnySchema =>
  inQuery(
    (sent) =>
      sent === 'true' || sent === 'false'
        ? { value: sent === 'true' }
        : { fault: 'must be true or false' },
    { type: 'boolean' },
  ).default(byDefault);

const MOST = 1000;

const limit = inQuery(
  (sent) =>
    /^[1-9]\d{0,3}$/.test(sent) && Number(sent) <= MOST
      ? { value: Number(sent) }
      : { fault: `must be a whole number from 1 to ${MOST}` },
  { type: 'integer', minimum: 1, maximum: MOST },
)
  .default(100)
  .description('How many items a page has at most; fewer where their texts are long.');

const LONGEST = 2048;

// Its form is held here, beside all other faults of a query; whose it is, by the list.
const cursor = parsed((sent) =>
  sent.length <= LONGEST && isCursor(sent) ? { value: sent } : { fault: badCursor },
)
  .meta({ jsonSchema: { maxLength: LONGEST } })
  .description('`nextCursor` of the page before, of the same query.');

/** The members that every paged list takes. */
export const page = { limit, cursor };
