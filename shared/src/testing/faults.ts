// What stories say of a refusal.
import type { Reply } from './client.ts';

/** The pointers and parameters that a 400 names, in order; fails where it is no 400. */
export function faultsOf({ status, headers, body }: Reply): string[] {
  expect({ status, type: body?.type }).toEqual({ status: 400, type: '/problems/validation' });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body.errors.length).toBeGreaterThan(0);
  const faults: { pointer?: string; parameter?: string; detail: string }[] = body.errors;
  for (const { detail } of faults) expect(detail).toMatch(/\S/);
  return faults.map(({ pointer, parameter }) => pointer ?? parameter ?? '').sort();
}

/** Asserts the whole of a problem document but its detail and trace. */
export function expectProblem(reply: Reply, status: number, type: string, instance: string): void {
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body).toEqual({
    type: `/problems/${type}`,
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/\S/),
    instance,
    traceId: expect.any(String),
  });
  expect(reply.status).toBe(status);
}

/** Values of the wrong type for a text. */
export const noTexts: unknown[] = [7, true, {}, [], ['a']];
