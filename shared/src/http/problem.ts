// The one table from what went wrong to what the client sees: problem details (RFC 9457).
import { AppError, type Kind } from '../errors.ts';

type Row = { status: number; title: string };

export const problemTypes: Record<Kind | 'internal', Row> = {
  validation: { status: 400, title: 'Request is not valid' },
  unauthorized: { status: 401, title: 'Authentication is needed' },
  'limit-reached': { status: 403, title: 'A bound is reached' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'email-taken': { status: 409, title: 'Email is taken' },
  'entry-overlap': { status: 409, title: 'Entry overlaps' },
  'idempotency-in-progress': { status: 409, title: 'First request is still running' },
  'precondition-failed': { status: 412, title: 'Precondition failed' },
  'payload-too-large': { status: 413, title: 'Payload too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'idempotency-key-reused': { status: 422, title: 'Idempotency key was used before' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
};

export type Problem = {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
};

/** Any thrown value → status, headers and body; what is not an AppError becomes a bare 500. */
export function toProblem(error: unknown, instance: string, traceId: string | undefined): Problem {
  const known = error instanceof AppError ? error : undefined;
  const kind = known?.kind ?? 'internal';
  const extra = known?.extra ?? {};
  const { status, title } = problemTypes[kind];
  const headers: Record<string, string> = { ...extra.headers };
  if (extra.retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(extra.retryAfter));
  if (kind === 'unauthorized') headers['WWW-Authenticate'] ??= 'Bearer realm="calendar"';
  return {
    status,
    headers,
    body: {
      type: `/problems/${kind}`,
      title,
      status,
      detail: known?.message ?? 'Something went wrong on our side.',
      instance,
      traceId,
      ...(extra.faults && { errors: extra.faults }),
      ...extra.members,
    },
  };
}
