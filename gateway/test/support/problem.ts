// What every error of a gateway looks like.
import { expect } from '@jest/globals';

/** Asserts status, media type and every member of a problem raised by the gateway itself; `instance` is the request's path. */
export async function expectProblem(
  answer: Response,
  status: number,
  type: string,
  instance: string,
): Promise<void> {
  const body = await answer.text();
  expect({ status: answer.status, media: answer.headers.get('content-type') }).toEqual({
    status,
    media: 'application/problem+json',
  });
  expect(JSON.parse(body)).toEqual({
    type: `/problems/${type}`,
    title: expect.stringMatching(/^[A-Z]/),
    status,
    detail: expect.stringMatching(/\.$/),
    instance,
    traceId: expect.stringMatching(/^[\w\-.:/+=]{1,128}$/),
  });
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w\-.:/+=]{1,128}$/);
  expect(answer.headers.get('server')).toBeNull();
}
