// Conditional requests (RFC 9110 13.1): what If-Match and If-None-Match ask, held against a strong entity tag.
import { AppError } from '../errors.ts';

/** The entity tags that a client named, `any` for `*`, null where it named none. */
export type Precondition = readonly string[] | 'any' | null;

const strongTags = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;

export function parsePrecondition(header: string | undefined): Precondition {
  if (header === undefined) return null;
  return header.trim() === '*' ? 'any' : (header.match(strongTags) ?? []);
}

/** Throws 412 where If-Match names other versions than the current one; weak tags never match (RFC 9110 13.1.1). */
export function requireMatch(condition: Precondition, etag: string): void {
  if (condition === null || condition === 'any' || condition.includes(etag)) return;
  throw new AppError(
    'precondition-failed',
    'If-Match names another version than the current one.',
    {
      headers: { ETag: etag },
    },
  );
}

/** Whether If-None-Match makes the answer 304; weak comparison (RFC 9110 13.1.2). */
export function notModified(condition: Precondition, etag: string): boolean {
  if (condition === null) return false;
  return condition === 'any' || condition.some((tag) => tag.replace(/^W\//, '') === etag);
}

/** The entity tag of a row: its version and the random tag written with it. */
export const versionTag = (row: { version: number; tag: string }): string =>
  `"${row.version}-${row.tag}"`;
