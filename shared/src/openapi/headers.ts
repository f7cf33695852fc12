// The headers that requests and answers share, described once under components.
import type { Document, Parameter } from './document.ts';

const text = { type: 'string' };
const number = { type: 'integer', minimum: 0 };

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: text,
});

const idempotencyKey = {
  ...header(
    'Idempotency-Key',
    'Makes it safe to send the request again: within 24 hours the same key with the same method, path, query and body gets the first answer, with `Idempotent-Replayed`. Only 2xx answers are kept. Not looked at where a request creates nothing.',
  ),
  schema: { ...text, minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
};

export const requestHeaders: Record<string, Parameter> = {
  RequestId: header(
    'X-Request-Id',
    'Returned on the answer where it is 1 to 128 of `A-Za-z0-9-_.:/+=`; else another one is made.',
  ),
  Traceparent: header('traceparent', 'The W3C trace that this request belongs to.'),
  IfMatch: header(
    'If-Match',
    'Only where the current version has one of these entity tags; else 412.',
  ),
  IfNoneMatch: header(
    'If-None-Match',
    'Only where the current version has none of these entity tags; else 304.',
  ),
  IdempotencyKey: idempotencyKey,
};

export const responseHeaders: Document['components']['headers'] = {
  'X-Request-Id': {
    required: true,
    description: 'The request, as the logs name it.',
    schema: text,
  },
  ETag: { required: true, description: 'The strong entity tag of this version.', schema: text },
  Location: {
    required: true,
    description: 'The path of what was created.',
    schema: { ...text, format: 'uri-reference' },
  },
  'Idempotent-Replayed': {
    description: '`true` where this is the answer to an earlier request with the same key.',
    schema: { const: 'true' },
  },
  Allow: { required: true, description: 'The methods of this path.', schema: text },
  'WWW-Authenticate': {
    required: true,
    description: 'How to authenticate (RFC 6750 3).',
    schema: text,
  },
  'Retry-After': { description: 'Seconds to wait before trying again.', schema: number },
  'RateLimit-Limit': { description: 'Requests in a minute.', schema: number },
  'RateLimit-Remaining': { description: 'Requests left in this minute.', schema: number },
  'RateLimit-Reset': { description: 'Seconds until the next minute.', schema: number },
};

export const limitHeaders = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
