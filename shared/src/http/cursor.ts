// Opaque cursors: a position in a list, tied to the query, path and user it came from.
import { createHash } from 'node:crypto';
import { invalid } from '../errors.ts';
import { isId } from '../ids.ts';

/** Where a page ended: an instant (epoch ms) by which the list is ordered, the id that orders what shares it, and a second instant that orders what shares both. */
export type CursorPosition = [ms: number, id: string, ms?: number];

const foreign = () =>
  invalid({
    parameter: 'cursor',
    detail: 'is broken or belongs to another query, calendar or user',
  });

function seal(scope: string, position: string): string {
  return createHash('sha256').update(`${scope}\n${position}`).digest('base64url').slice(0, 16);
}

/** `scope` names everything that the cursor must not be used outside of; `limit` stays out, it may change. */
export function writeCursor(scope: string, position: CursorPosition): string {
  const text = JSON.stringify(position);
  return Buffer.from(`${seal(scope, text)}${text}`).toString('base64url');
}

/** The position, or null where no cursor was sent. Throws 400 for a broken or foreign one. */
export function readCursor(scope: string, cursor: string | undefined): CursorPosition | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = text.slice(16);
  const canonical = Buffer.from(text).toString('base64url') === cursor;
  if (!canonical || seal(scope, position) !== text.slice(0, 16)) throw foreign();
  return parsePosition(position);
}

/** The seal is no secret: a client can make one, but gets no further than to a position. */
function parsePosition(text: string): CursorPosition {
  const position: unknown = tryJson(text);
  if (!isPosition(position)) throw foreign();
  return position;
}

function isPosition(value: unknown): value is CursorPosition {
  if (!Array.isArray(value) || value.length > 3) return false;
  const [ms, id, second = 0]: unknown[] = value;
  return [ms, second].every(Number.isSafeInteger) && typeof id === 'string' && isId(id);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
