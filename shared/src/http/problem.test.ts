import { AppError, invalid, unavailable } from '../errors.ts';
import { problemTypes, toProblem } from './problem.ts';
import { problemTexts } from './problem-texts.ts';

test('an error becomes its row, with the path and the trace', () => {
  const { status, headers, body } = toProblem(
    invalid({ pointer: '/a', detail: 'is bad' }),
    '/x',
    'abc',
  );
  expect(status).toBe(400);
  expect(headers).toEqual({});
  expect(body).toEqual({
    type: '/problems/validation',
    title: 'Request is not valid',
    status: 400,
    detail: 'The request breaks the rules named in errors.',
    instance: '/x',
    traceId: 'abc',
    errors: [{ pointer: '/a', detail: 'is bad' }],
  });
});

test('what a type adds, and its headers, come along', () => {
  const extra = { members: { forceable: true }, headers: { ETag: '"1"' }, retryAfter: 1.2 };
  const { headers, body } = toProblem(new AppError('entry-overlap', 'No.', extra), '/x', 'abc');
  expect(headers).toEqual({ ETag: '"1"', 'Retry-After': '2' });
  expect(body).toMatchObject({ forceable: true, status: 409 });
});

test('401 says how to authenticate, 503 when to try again', () => {
  expect(toProblem(new AppError('unauthorized', 'No.'), '/x', 'abc').headers).toEqual({
    'WWW-Authenticate': 'Bearer realm="calendar"',
  });
  expect(toProblem(unavailable('No.'), '/x', 'abc').headers).toEqual({ 'Retry-After': '1' });
});

test.each([new Error('secret'), 'secret', null, { kind: 'validation', message: 'secret' }])(
  'what is unknown tells nothing (%#)',
  (error) => {
    const { status, body } = toProblem(error, '/x', 'abc');
    expect(status).toBe(500);
    expect(body).toMatchObject({ type: '/problems/internal', title: 'Internal error' });
    expect(JSON.stringify(body)).not.toContain('secret');
  },
);

test('every type is explained', () => {
  expect(Object.keys(problemTexts)).toEqual(expect.arrayContaining(Object.keys(problemTypes)));
  for (const { text } of Object.values(problemTexts)) expect(text).toMatch(/^\S.{20,}\.$/);
});
