import Joi from 'joi';
import { AppError, invalid } from '../errors.ts';
import { text } from '../http/fields.ts';
import { toProblem } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { generate } from '../openapi/generate.ts';
import { makeConforms } from './conforms.ts';

const operation = { tag: 'things', summary: 'A thing', answers: { 200: 'Thing' } };
const handle = async () => ({ status: 200 }) as const;
const routes: Route[] = [
  {
    method: 'GET',
    path: '/things/:thingId',
    operation: { ...operation, operationId: 'read' },
    handle,
  },
  {
    method: 'POST',
    path: '/things/check',
    body: Joi.object({ name: text(1, 5) }),
    operation: { ...operation, operationId: 'check', answers: { 200: null } },
    handle,
  },
];
const thing = {
  type: 'object',
  properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
  required: ['name'],
};
const conforms = makeConforms(generate([{ routes, schemas: { Thing: thing }, tags: [] }], '1'));

const json = { 'content-type': 'application/json', 'x-request-id': 'a', etag: '"1"' };
const { etag: _, ...untagged } = json;
const answer = (status: number, body: unknown, headers: Record<string, string> = json) => ({
  status,
  body,
  headers: new Headers(headers),
});
const problem = (error: AppError) => {
  const { status, body, headers } = toProblem(error, '/things/1', 'abc');
  return answer(status, body, {
    ...headers,
    'content-type': 'application/problem+json',
    'x-request-id': 'a',
  });
};

test.each([
  [
    'what the schema says',
    'GET',
    '/things/1?a=b',
    answer(200, { name: 'a', at: '2027-01-01T00:00:00Z' }),
  ],
  ['an answer to HEAD', 'HEAD', '/things/1', answer(200, null)],
  ['nothing where nothing is described', 'POST', '/things/check', answer(200, null)],
  [
    'a validation problem',
    'POST',
    '/things/check',
    problem(invalid({ pointer: '/name', detail: 'is bad' })),
  ],
  ['a problem', 'GET', '/things/1', problem(new AppError('unauthorized', 'No token.'))],
  ['a refused method', 'PUT', '/things/1', problem(new AppError('method-not-allowed', 'No.'))],
  ['a refused path', 'GET', '/nothing', problem(new AppError('not-found', 'No.'))],
])('%s conforms', (_, method, path, answered) => {
  expect(() => conforms(method, path, answered)).not.toThrow();
});

test.each([
  ['a missing member', 'GET', '/things/1', answer(200, {}), "must have required property 'name'"],
  ['a wrong type', 'GET', '/things/1', answer(200, { name: 1 }), 'body/name must be string'],
  [
    'a wrong format',
    'GET',
    '/things/1',
    answer(200, { name: 'a', at: 'b' }),
    'body/at must match format',
  ],
  ['a member too many', 'GET', '/things/1', answer(200, { name: 'a', secret: 1 }), '"secret"'],
  [
    'a status too many',
    'GET',
    '/things/1',
    answer(202, { name: 'a' }),
    'status is none of 200, 304, 400',
  ],
  [
    'a wrong media type',
    'GET',
    '/things/1',
    answer(200, 'a', { ...json, 'content-type': 'text/html' }),
    'media type is text/html',
  ],
  [
    'a missing header',
    'GET',
    '/things/1',
    answer(200, { name: 'a' }, untagged),
    'the header ETag is missing',
  ],
  [
    'a fault that is nowhere',
    'POST',
    '/things/check',
    problem(invalid({ detail: 'is bad' } as never)),
    'body/errors/0',
  ],
  ['a body too many', 'POST', '/things/check', answer(200, {}), 'a body is not described'],
  ['an unknown path that answers', 'GET', '/nothing', answer(200, {}), 'neither the path'],
])('%s does not conform', (_, method, path, answered, fault) => {
  expect(() => conforms(method, path, answered)).toThrow(fault);
});
