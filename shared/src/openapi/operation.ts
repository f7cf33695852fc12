// One route as an OpenAPI operation.
import type { Route } from '../http/route.ts';
import {
  component,
  type DescribedOperation,
  type JsonSchema,
  type Parameter,
  type Reference,
} from './document.ts';
import { fromJoi } from './joi-schema.ts';
import { changes, reads, responsesOf } from './responses.ts';

const parameterName = /:(\w+)/g;

/** `/calendars/:calendarId` → `/calendars/{calendarId}`. */
export const template = (path: string): string => path.replace(parameterName, '{$1}');

export function operationOf(route: Route): DescribedOperation {
  const { operationId, tag, summary, description } = route.operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(route.public && { security: [] as [] }),
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body && {
      requestBody: { required: true as const, content: bodyContent(route, route.body) },
    }),
    responses: responsesOf(route),
  };
}

function bodyContent(route: Route, body: NonNullable<Route['body']>) {
  const json = { schema: fromJoi(body) };
  return {
    'application/json': json,
    ...(route.method === 'PATCH' && { 'application/merge-patch+json': json }),
  };
}

function pathParameters({ path, params = {} }: Route): Parameter[] {
  return [...path.matchAll(parameterName)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: params[name]
      ? { type: 'string', enum: params[name] }
      : { type: 'string', format: 'uuid' },
  }));
}

function queryParameters({ query }: Route): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = fromJoi(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }));
}

function headerParameters(route: Route): Reference[] {
  const names = [
    ...(reads(route) ? ['IfNoneMatch'] : []),
    ...(changes(route) ? ['IfMatch'] : []),
    ...(route.creates ? ['IdempotencyKey'] : []),
    'RequestId',
    'Traceparent',
  ];
  return names.map((name) => component('parameters', name));
}
