// The answers of a route: those that it names, and the problems that follow from its form.
import { type ProblemName, problemTexts } from '../http/problem-texts.ts';
import type { Route } from '../http/route.ts';
import { type Content, component, type Reference, type Response } from './document.ts';
import { limitHeaders } from './headers.ts';
import { problemSchema } from './problem-schemas.ts';

const problemHeaders: Partial<Record<ProblemName, string[]>> = {
  unauthorized: ['WWW-Authenticate'],
  'precondition-failed': ['ETag'],
  'idempotency-in-progress': ['Retry-After'],
  'rate-limited': ['Retry-After'],
  unavailable: ['Retry-After'],
};

const unlimited = new Set<ProblemName>(['unauthorized', 'payload-too-large']);

/** GET gives entity tags and heeds If-None-Match; what changes a resource heeds If-Match (RFC 9110 13.1). */
export const reads = (route: Route): boolean => route.method === 'GET';
export const changes = (route: Route): boolean => ['PUT', 'PATCH', 'DELETE'].includes(route.method);

export function responsesOf(route: Route): Record<string, Response> {
  const named = Object.entries(route.operation.answers).map(([status, schema]) => [
    status,
    answer(route, Number(status), schema),
  ]);
  if (reads(route)) named.push(['304', answer(route, 304, null)]);
  return { ...Object.fromEntries(named), ...problemsOf(route) };
}

const reasons: Record<number, string> = {
  200: 'Done',
  201: 'Created',
  204: 'Done, nothing to say',
  304: 'Not modified: what `If-None-Match` names is the current version',
};

function answer(route: Route, status: number, schema: string | null): Response {
  const tagged = reads(route) || route.creates || (changes(route) && status !== 204);
  const headers = [
    'X-Request-Id',
    ...(tagged ? ['ETag'] : []),
    ...(status === 201 && route.creates ? ['Location'] : []),
    ...(route.creates ? ['Idempotent-Replayed'] : []),
    ...limitHeaders,
  ];
  const content = schema !== null && {
    [route.operation.contentType ?? 'application/json']: { schema: component('schemas', schema) },
  };
  return {
    description: reasons[status] ?? String(status),
    headers: references(headers),
    ...(content && { content }),
  };
}

const references = (names: readonly string[]): Record<string, Reference> =>
  Object.fromEntries(names.map((name) => [name, component('headers', name)]));

function typesOf(route: Route): Set<ProblemName> {
  const types: (ProblemName | false | undefined)[] = [
    'validation',
    !route.public && 'unauthorized',
    route.path.includes(':') && 'not-found',
    route.creates && 'idempotency-in-progress',
    changes(route) && 'precondition-failed',
    'payload-too-large',
    route.body && 'unsupported-media-type',
    route.creates && 'idempotency-key-reused',
    'rate-limited',
    'internal',
    'bad-gateway',
    'unavailable',
    'gateway-timeout',
    ...(route.operation.problems ?? []),
  ];
  return new Set(types.filter((type) => type !== false && type !== undefined));
}

function problemsOf(route: Route): Record<string, Response> {
  const byStatus = Map.groupBy(typesOf(route), (type) => problemTexts[type].status);
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [status, problem(types)] as const),
  );
}

function problem(types: ProblemName[]): Response {
  const schemas = [...new Set(types.map(problemSchema))].map((name) => component('schemas', name));
  const headers = new Set(['X-Request-Id', ...types.flatMap((type) => problemHeaders[type] ?? [])]);
  if (!types.every((type) => unlimited.has(type)))
    for (const name of limitHeaders) headers.add(name);
  const schema = schemas.length === 1 ? (schemas[0] as Reference) : { anyOf: schemas };
  const content: Content = { 'application/problem+json': { schema } };
  return {
    description: types
      .map((type) => `\`/problems/${type}\`: ${problemTexts[type].title}`)
      .join('; '),
    headers: references([...headers]),
    content,
  };
}
