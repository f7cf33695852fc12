// What each problem type means and what a client can do about it, for the reference and the pages under /problems.
import type { Kind } from '../errors.ts';
import { problemTypes } from './problem.ts';

type GatewayKind = 'bad-gateway' | 'gateway-timeout';
export type ProblemName = Kind | 'internal' | GatewayKind;
export type ProblemText = { status: number; title: string; text: string };

const gatewayTypes: Record<GatewayKind, { status: number; title: string }> = {
  'bad-gateway': { status: 502, title: 'Bad gateway' },
  'gateway-timeout': { status: 504, title: 'Gateway timeout' },
};

const texts: Record<ProblemName, string> = {
  validation:
    'The request breaks rules that `errors` names, all of them at once: `pointer` is a JSON pointer into the body ("" is the whole body), `parameter` the name of a query or path parameter or of a header. Sent again unchanged, it fails again.',
  unauthorized:
    'The access token is missing, malformed, expired or revoked, or the credentials are wrong. Log in, or trade the refresh token for a new session.',
  'limit-reached':
    'A bound of this installation is reached, such as the number of entries in a calendar.',
  'not-found': 'There is no such thing at this address, or it belongs to somebody else.',
  'method-not-allowed': 'The path is known, the method is not; `Allow` lists the methods that are.',
  'email-taken': 'Another user has this address (addresses are compared without case).',
  'entry-overlap':
    'The entry would take time that busy entries of the same calendar have. `conflicts` names for each of them the first collision, earliest first, at most 20; `conflictsTruncated` says that there are more. With `force=true` the entry is let in all the same.',
  'idempotency-in-progress':
    'A request with this `Idempotency-Key` was sent before and is still running after 3 seconds of waiting. Send it again after `Retry-After` seconds: then it has the answer of the first.',
  'precondition-failed':
    "What `If-Match` names is not the current version; the answer's `ETag` is. Read it again, then decide.",
  'payload-too-large': 'A body has at most 256 KiB.',
  'unsupported-media-type':
    'A body is `application/json` (on PATCH also `application/merge-patch+json`) in UTF-8, without a content encoding.',
  'idempotency-key-reused':
    'This `Idempotency-Key` was sent before with another payload (method, path, query or body). A new request needs a new key.',
  'rate-limited':
    'Too many requests in this minute, or too many failed logins. `Retry-After` says how many seconds to wait.',
  internal: 'A fault on our side. The log of the service has the details under the `traceId`.',
  'bad-gateway':
    'The service broke off before it answered. A request that writes may have been carried out: send it again with its `Idempotency-Key`, or look first.',
  unavailable:
    'A part that is needed does not answer; nothing was written. `Retry-After`, where there is one, says how many seconds to wait.',
  'gateway-timeout':
    'The service did not answer in time. A request that writes may have been carried out: send it again with its `Idempotency-Key`, or look first.',
};

const all = Object.entries({ ...problemTypes, ...gatewayTypes });

/** Every problem type that a client can meet, by the last part of its `type`, in the order of status. */
export const problemTexts = Object.fromEntries(
  all
    .toSorted(([, a], [, b]) => a.status - b.status)
    .map(([name, row]) => [name, { ...row, text: texts[name as ProblemName] }]),
) as Record<ProblemName, ProblemText>;
