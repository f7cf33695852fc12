import Joi from 'joi';
import { page, text } from '../http/fields.ts';
import type { Route } from '../http/route.ts';
import type { Described } from './document.ts';
import { generate } from './generate.ts';

const handle = async () => ({ status: 204 }) as const;
const tag = 'things';

const list: Route = {
  method: 'GET',
  path: '/things',
  public: true,
  query: Joi.object({ ...page, kind: Joi.string().required().description('Which ones') }),
  operation: { operationId: 'listThings', tag, summary: 'Things', answers: { 200: 'Thing' } },
  handle,
};
const change: Route = {
  method: 'PATCH',
  path: '/things/:thingId',
  body: Joi.object({ name: text(1, 5).required() }),
  operation: {
    operationId: 'changeThing',
    tag,
    summary: 'Change',
    answers: { 200: 'Thing' },
    problems: ['entry-overlap', 'email-taken'],
  },
  handle,
};
const create: Route = {
  ...change,
  method: 'POST',
  path: '/things',
  creates: () => true,
  operation: { operationId: 'createThing', tag, summary: 'Create', answers: { 201: 'Thing' } },
};

const describe = (...routes: Route[]): Described[] => [
  { routes, schemas: { Thing: { type: 'object' } }, tags: [{ name: tag, description: 'Things.' }] },
];
const operation = (route: Route) => {
  const { paths } = generate(describe(route), '1.2.3');
  return Object.values(Object.values(paths)[0] ?? {})[0];
};
const names = (parameters: object[] = []) =>
  parameters.map((parameter) =>
    'name' in parameter ? parameter.name : Object.values(parameter)[0],
  );

test('a public list: its query, its validators, no token', () => {
  const described = operation(list);
  expect(described?.security).toEqual([]);
  expect(described?.parameters).toContainEqual({
    name: 'kind',
    in: 'query',
    required: true,
    description: 'Which ones',
    schema: { type: 'string', minLength: 1 },
  });
  expect(names(described?.parameters)).toEqual([
    'limit',
    'cursor',
    'kind',
    '#/components/parameters/IfNoneMatch',
    '#/components/parameters/RequestId',
    '#/components/parameters/Traceparent',
  ]);
  expect(Object.keys(described?.responses ?? {})).toEqual([
    '200',
    '304',
    '400',
    '413',
    '429',
    '500',
    '502',
    '503',
    '504',
  ]);
});

test('a patch: its path, its body in both types, If-Match, and the problems it names', () => {
  const described = operation(change);
  const body = {
    schema: {
      type: 'object',
      properties: { name: { type: 'string', minLength: 1, maxLength: 5 } },
      required: ['name'],
      additionalProperties: false,
    },
  };
  expect(described?.requestBody).toEqual({
    required: true,
    content: { 'application/json': body, 'application/merge-patch+json': body },
  });
  expect(described?.security).toBeUndefined();
  expect(names(described?.parameters)).toContain('#/components/parameters/IfMatch');
  expect(described?.parameters[0]).toEqual({
    name: 'thingId',
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  });
  expect(Object.keys(described?.responses ?? {})).toEqual([
    '200',
    '400',
    '401',
    '404',
    '409',
    '412',
    '413',
    '415',
    '429',
    '500',
    '502',
    '503',
    '504',
  ]);
  expect(described?.responses[409]?.content).toEqual({
    'application/problem+json': {
      schema: {
        anyOf: [
          { $ref: '#/components/schemas/OverlapProblem' },
          { $ref: '#/components/schemas/Problem' },
        ],
      },
    },
  });
});

test('what creates says where, and in which version', () => {
  const headers = Object.keys(operation(create)?.responses[201]?.headers ?? {});
  expect(headers).toEqual(expect.arrayContaining(['ETag', 'Location', 'X-Request-Id']));
});

test('what creates takes a key, and says what may become of that', () => {
  const { parameters, responses = {} } = operation(create) ?? {};
  expect(names(parameters)).toContain('#/components/parameters/IdempotencyKey');
  expect(Object.keys(responses[201]?.headers ?? {})).toContain('Idempotent-Replayed');
  expect(Object.keys(responses[409]?.headers ?? {})).toContain('Retry-After');
  expect(Object.keys(responses)).toContain('422');
  expect(names(operation(change)?.parameters)).not.toContain(
    '#/components/parameters/IdempotencyKey',
  );
});

test('a parameter that is no id lists its values', () => {
  const route = { ...list, path: '/things/:kind', params: { kind: ['a', 'b'] } };
  expect(operation(route)?.parameters[0]?.['schema' as never]).toEqual({
    type: 'string',
    enum: ['a', 'b'],
  });
});

test('the document tells its version and what every problem type means', () => {
  const { info, tags } = generate(describe(list), '1.2.3');
  expect(info).toMatchObject({ version: '1.2.3' });
  expect(info).not.toHaveProperty('x-tzdata');
  expect(tags.at(-1)?.description).toContain('`/problems/entry-overlap`');
});

test('contradictions are errors', () => {
  expect(() => generate(describe(list, list), '1')).toThrow('two operations are called listThings');
  const other = { ...list, operation: { ...list.operation, operationId: 'other' } };
  expect(() => generate(describe(list, other), '1')).toThrow('two routes are GET /things');
  expect(() => generate([...describe(list), ...describe()], '1')).toThrow(
    'two schemas are called Thing',
  );
  const lost = { ...list, operation: { ...list.operation, answers: { 200: 'Lost' } } };
  expect(() => generate(describe(lost), '1')).toThrow('#/components/schemas/Lost is not described');
});
