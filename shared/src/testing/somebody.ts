// A user of a story's own, and what they ask for.
import { type Api, newUser, type Reply, type TestUser } from './client.ts';

export type Somebody = TestUser & {
  ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Reply>;
};

export async function somebody(request: Api): Promise<Somebody> {
  const user = await newUser(request);
  return {
    ...user,
    ask: (method, path, body, headers = {}) =>
      request(method, path, { token: user.token, body, headers }),
  };
}

/** The entity tag of an answer; fails where there is none. */
export function etagOf({ headers }: Reply): string {
  const etag = headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\x21\x23-\x7e]+"$/);
  return etag;
}

/** The methods that `Allow` lists, in order. */
export const allowOf = ({ headers }: Reply): string[] =>
  (headers.get('allow') ?? '').split(', ').sort();
