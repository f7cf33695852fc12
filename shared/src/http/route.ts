// What a service says of each of its routes: a plain value, from which the server, the validation and the OpenAPI document are made.
import type Joi from 'joi';
import type { Fault } from '../errors.ts';
import type { SentKey } from '../idempotency/sent-key.ts';
import type { Precondition } from './conditions.ts';
import type { ProblemName } from './problem-texts.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request after all that it alone can show has been checked. */
export type Call<Body = unknown, Query = unknown> = {
  /** The path's parameters: ids, or what the route's `params` lists (another one answers 404 before this). */
  params: Record<string, string>;
  query: Query;
  body: Body;
  /** The caller's id; empty on public routes. */
  userId: string;
  /** The caller's access token, to be shown to another service; empty on public routes. */
  token: string;
  /** The client's address as the gateway saw it. */
  client: string;
  ifMatch: Precondition;
  ifNoneMatch: Precondition;
  /** Null where none was sent, and where the request creates nothing. */
  idempotencyKey: SentKey | null;
};

export type Answer = {
  status: 200 | 201 | 204;
  body?: unknown;
  /** Strong entity tag with its quotes. */
  etag?: string;
  location?: string;
  /** What it tells was done by an earlier request with the same idempotency key. */
  replayed?: boolean;
  /** Overrides application/json; the body then goes out as it is. */
  contentType?: string;
  headers?: Record<string, string>;
};

export type Operation = {
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  /** Status → name of a schema in the document's components, or null where there is no body. */
  answers: Record<number, string | null>;
  /** Problem types beyond those that follow from the route's form. */
  problems?: ProblemName[];
  /** Of the answer's body, where it is not application/json. */
  contentType?: string;
};

type RouteOf<Body, Query> = {
  method: Method;
  /** Like `/calendars/:calendarId`; paths are exact and count case. */
  path: string;
  /** The values of a path parameter that is no id; any other one answers 404. */
  params?: Record<string, readonly string[]>;
  public?: boolean;
  /** Creates something, so that an `Idempotency-Key` means something on it. */
  creates?: (query: Record<string, unknown>) => boolean;
  query?: Joi.ObjectSchema;
  body?: Joi.ObjectSchema;
  /** Rules that no single field shows, beside the schemas: it must bear values that those have found wrong. */
  rules?: (sent: { query: Record<string, unknown>; body: Record<string, unknown> }) => Fault[];
  operation: Operation;
  handle: (call: Call<Body, Query>) => Promise<Answer>;
};

export type Route = RouteOf<never, never>;

/** A route whose handler knows the types that its schemas let through. */
export const defineRoute = <Body = undefined, Query = Record<string, never>>(
  route: RouteOf<Body, Query>,
): Route => route;
