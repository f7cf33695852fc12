// What undici threw → what it means for a request: whether anything was sent, whether time ran out, whose fault it was.

const beforeSending = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const unsendable = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code);

/** True where no byte of the request left, so that any method may be tried again. */
export const nothingSent = (error: unknown): boolean => beforeSending.has(codeOf(error));

export const isTimeout = (error: unknown): boolean => timeouts.has(codeOf(error));

/** True where the client's request is at fault: no instance is to blame. */
export const isUnsendable = (error: unknown): boolean => unsendable.has(codeOf(error));
