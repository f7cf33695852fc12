// What stories speak HTTP with: a request in, status, headers and parsed body out. Every answer is held against the OpenAPI document.
import { randomUUID } from 'node:crypto';
import { conforms } from './conforms.ts';

/** Whatever JSON holds; stories assert its shape themselves. */
type Json = ReturnType<typeof JSON.parse>;

export type Reply = { status: number; headers: Headers; body: Json };

/** A `body` that is text or bytes goes out as it is, every other one as JSON. */
export type Sending = { token?: string; body?: unknown; headers?: Record<string, string> };

export type Api = (method: string, path: string, sending?: Sending) => Promise<Reply>;

/** The body of a reply is null where it is empty, and text where it is no JSON. */
export function api(baseUrl: string): Api {
  return async (method, path, { token, body, headers } = {}) => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : encode(body),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const parsed: Json = text === '' ? null : isJson ? JSON.parse(text) : text;
    const reply = { status: response.status, headers: response.headers, body: parsed };
    conforms(method, path, reply);
    return reply;
  };
}

function encode(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

export type TestUser = {
  id: string;
  email: string;
  password: string;
  /** The access token. */
  token: string;
  refreshToken: string;
};

export const newEmail = (): string => `${randomUUID()}@example.com`;

/** Registers somebody who was never there before. */
export async function newUser(request: Api): Promise<TestUser> {
  const email = newEmail();
  const password = `long enough ${randomUUID()}`;
  const { status, body } = await request('POST', '/auth/register', { body: { email, password } });
  if (status !== 201) throw new Error(`register answered ${status}: ${JSON.stringify(body)}`);
  const { user, accessToken, refreshToken } = body;
  return { id: user.id, email, password, token: accessToken, refreshToken };
}
