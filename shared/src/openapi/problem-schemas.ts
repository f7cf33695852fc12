// The schemas of problem details (RFC 9457), one for all types and one for each that says more.
import type { ProblemName } from '../http/problem-texts.ts';
import { component, type JsonSchema } from './document.ts';

const string = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const occurrence = { type: ['string', 'null'], format: 'date-time' };

const object = (properties: Record<string, JsonSchema>, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
});

const fault = {
  oneOf: [
    object(
      { pointer: { ...string, format: 'json-pointer' }, detail: string },
      { additionalProperties: false },
    ),
    object({ parameter: string, detail: string }, { additionalProperties: false }),
  ],
};

export const problemSchemas: Record<string, JsonSchema> = {
  Problem: object({
    type: {
      ...string,
      format: 'uri-reference',
      description: 'Names the type; its page is at this path.',
    },
    title: string,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: string,
    instance: { ...string, description: 'The path of the request.' },
    traceId: { ...string, description: 'The W3C trace id, by which the logs are searched.' },
  }),
  ValidationProblem: {
    allOf: [component('schemas', 'Problem')],
    type: 'object',
    properties: {
      errors: {
        type: 'array',
        minItems: 1,
        items: fault,
        description: 'Every fault at once.',
      },
    },
    required: ['errors'],
  },
  Conflict: object({
    candidate: object({ start: time, end: time, occurrence }),
    existing: object({
      entryId: {
        type: ['string', 'null'],
        format: 'uuid',
        description: 'null where a new series meets itself.',
      },
      title: string,
      start: time,
      end: time,
      occurrence,
    }),
  }),
  OverlapProblem: {
    allOf: [
      component('schemas', 'Problem'),
      object({
        forceable: { type: 'boolean' },
        conflicts: {
          type: 'array',
          minItems: 1,
          maxItems: 20,
          items: component('schemas', 'Conflict'),
        },
        conflictsTruncated: { type: 'boolean' },
      }),
    ],
  },
};

const own: Partial<Record<ProblemName, string>> = {
  validation: 'ValidationProblem',
  'entry-overlap': 'OverlapProblem',
};

/** The name of the schema of a problem type. */
export const problemSchema = (type: ProblemName): string => own[type] ?? 'Problem';
