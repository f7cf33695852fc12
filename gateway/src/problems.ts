// The gateway's own errors as problem details (RFC 9457). Twin of lua/body-filter.lua: same rows, same text.

type Row = readonly [type: string, title: string, detail: string];

export const problems: Readonly<Record<number, Row>> = {
  400: ['validation', 'Request is not valid', 'The gateway cannot parse this request.'],
  401: [
    'unauthorized',
    'Authentication is needed',
    'The access token is missing, malformed or expired.',
  ],
  404: ['not-found', 'Not found', 'No route has this path.'],
  405: [
    'method-not-allowed',
    'Method not allowed',
    'The gateway takes no request with this method.',
  ],
  413: ['payload-too-large', 'Payload too large', 'The body is larger than 256 KiB.'],
  429: [
    'rate-limited',
    'Too many requests',
    'The requests of this minute are used up; Retry-After says how many seconds to wait.',
  ],
  500: ['internal', 'Internal error', 'Something went wrong in the gateway.'],
  502: [
    'bad-gateway',
    'Bad gateway',
    'The service broke off before it answered; the request may have been carried out.',
  ],
  503: [
    'unavailable',
    'Temporarily unavailable',
    'No instance of the service is ready; Retry-After says how many seconds to wait.',
  ],
  504: [
    'gateway-timeout',
    'Gateway timeout',
    'The service did not answer in time; the request may have been carried out.',
  ],
};

/** Thrown anywhere on the way of a request: the gateway itself answers `status`, with `headers` besides its usual ones. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, headers: Record<string, string> = {}, cause?: unknown) {
    super(`refused with ${status}`, { cause });
    this.status = status;
    this.headers = status === 503 ? { 'Retry-After': '5', ...headers } : headers;
  }
}

/** The JSON text of a problem; `instance` is the request's normalised path. A status without a row takes the row of its class. */
export function problemBody(status: number, instance: string, traceId: string): string {
  const [type, title, detail] = (problems[status] ?? problems[status < 500 ? 400 : 500]) as Row;
  const problem = { type: `/problems/${type}`, title, status, detail, instance, traceId };
  const errors = [{ pointer: '', detail }]; // of the whole, for nothing in it could be told apart
  return JSON.stringify(type === 'validation' ? { ...problem, errors } : problem);
}
