import Joi from 'joi';
import { flag, id, page, text } from '../http/fields.ts';
import { fromJoi } from './joi-schema.ts';

const properties = (keys: Joi.SchemaMap) => fromJoi(Joi.object(keys)).properties;

test('null stays in an enum that allows it', () => {
  expect(properties({ kind: Joi.string().valid('a', 'b').allow(null) })).toEqual({
    kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
  });
  expect(properties({ kind: Joi.string().valid('a') })).toEqual({
    kind: { type: 'string', enum: ['a'] },
  });
});

test('what only the describer knows is added, at any depth', () => {
  const start = Joi.string()
    .description('when')
    .example('x')
    .meta({ jsonSchema: { format: 'date' } });
  const expected = {
    type: 'string',
    minLength: 1,
    description: 'when',
    examples: ['x'],
    format: 'date',
  };
  expect(properties({ start })).toEqual({ start: expected });
  expect(properties({ inner: Joi.object({ start }) })).toMatchObject({
    inner: { properties: { start: expected } },
  });
  expect(properties({ list: Joi.array().items(start) })).toEqual({
    list: { type: 'array', items: expected },
  });
  expect(properties({ either: Joi.alternatives(start, Joi.number()) })).toEqual({
    either: { anyOf: [expected, { type: 'number' }] },
  });
});

test('a forbidden member is not described', () => {
  expect(fromJoi(Joi.object({ a: Joi.forbidden(), b: Joi.number() }))).toEqual({
    type: 'object',
    properties: { b: { type: 'number' } },
    additionalProperties: false,
  });
});

test('our own fields are described in full', () => {
  expect(
    fromJoi(Joi.object({ name: text(1, 5).required(), id: id(), flag: flag(), ...page })),
  ).toEqual({
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 5 },
      id: { type: 'string', format: 'uuid', minLength: 1 },
      flag: { type: 'boolean', default: false },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: 100,
        description: 'How many items a page has at most; fewer where their texts are long.',
      },
      cursor: {
        type: 'string',
        minLength: 1,
        maxLength: 2048,
        description: '`nextCursor` of the page before, of the same query.',
      },
    },
  });
});
