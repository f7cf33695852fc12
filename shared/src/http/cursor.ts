// Opaque cursors: a position in a list, tied to the query, path and user it came from.
import { createHash } from 'node:crypto';
import { invalid } from '../errors.ts';
import { isId } from '../ids.ts';

/** Where a page ended: an instant (epoch ms) by which the list is ordered, the id that orders what shares it, and a second instant that orders what shares both. */
export type CursorPosition = [ms: number, id: string, ms?: number];

export const badCursor = 'is broken or belongs to another query, calendar or user';
const foreign = () => invalid({ parameter: 'cursor', detail: badCursor });

function seal(scope: string, position: string): string {
  return createHash('sha256').update(`${scope}\n${position}`).digest('base64url').slice(0, 16);
}

/** `scope` names everything that the cursor must not be used outside of; `limit` stays out, it may change. */
export function writeCursor(scope: string, position: CursorPosition): string {
  const text = JSON.stringify(position);
  return Buffer.from(`${seal(scope, text)}${text}`).toString('base64url');
}

/** Seal and position; null for what no list wrote. The seal is no secret: a client can make one, but gets no further than to a position. */
function open(cursor: string): { sealed: string; text: string; position: CursorPosition } | null {
  const whole = Buffer.from(cursor, 'base64url').toString();
  if (Buffer.from(whole).toString('base64url') !== cursor) return null;
  const text = whole.slice(16);
  const position: unknown = tryJson(text);
  return isPosition(position) ? { sealed: whole.slice(0, 16), text, position } : null;
}

/** Whether some list may have written it. Which one, only `readCursor` knows. */
export const isCursor = (text: string): boolean => open(text) !== null;

/** The position, or null where no cursor was sent. Throws 400 for a broken or foreign one. */
export function readCursor(scope: string, cursor: string | undefined): CursorPosition | null {
  if (cursor === undefined) return null;
  const opened = open(cursor);
  if (opened === null || seal(scope, opened.text) !== opened.sealed) throw foreign();
  return opened.position;
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
