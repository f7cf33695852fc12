// The one error that crosses rooms. A kind is what went wrong; status and body are made at the edge (http/problem.ts).

export type Kind =
  | 'validation'
  | 'unauthorized'
  | 'limit-reached'
  | 'not-found'
  | 'method-not-allowed'
  | 'email-taken'
  | 'entry-overlap'
  | 'idempotency-in-progress'
  | 'precondition-failed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'idempotency-key-reused'
  | 'rate-limited'
  | 'unavailable';

/** One fault of a request: where it is (a JSON pointer into the body, or the name of a query, path or header parameter) and the rule it breaks. */
export type Fault = { pointer: string; detail: string } | { parameter: string; detail: string };

export type AppErrorExtra = {
  faults?: Fault[];
  /** Seconds after which a retry makes sense. */
  retryAfter?: number;
  headers?: Record<string, string>;
  /** Members that the problem type adds to its body. */
  members?: Record<string, unknown>;
  cause?: unknown;
};

export class AppError extends Error {
  readonly kind: Kind;
  readonly extra: AppErrorExtra;

  constructor(kind: Kind, detail: string, extra: AppErrorExtra = {}) {
    super(detail, { cause: extra.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.extra = extra;
  }
}

/** 400 with every fault at once. */
export function invalid(...faults: Fault[]): AppError {
  return new AppError('validation', 'The request breaks the rules named in errors.', { faults });
}

/** 404, also for what belongs to somebody else. */
export function notFound(what: string): AppError {
  return new AppError('not-found', `There is no such ${what}.`);
}

/** 503; `retryAfter` in seconds. */
export function unavailable(detail: string, cause?: unknown, retryAfter = 1): AppError {
  return new AppError('unavailable', detail, { cause, retryAfter });
}

/** 401 for a token that was sent and is worth nothing (RFC 6750 3.1). */
export function refuseToken(): AppError {
  const detail = 'The access token is malformed, expired or revoked.';
  const challenge = 'Bearer realm="calendar", error="invalid_token"';
  return new AppError('unauthorized', detail, { headers: { 'WWW-Authenticate': challenge } });
}

/** What an error says, and what its causes say: for whoever runs the program. */
export const wholeMessage = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message} ${wholeMessage(cause)}` : message;
