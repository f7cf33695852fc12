// The header `Idempotency-Key` and the payload that it stands for in; the key, and a hash that equal payloads share, out.
import { createHash } from 'node:crypto';
import type { Fault } from '../errors.ts';

export type SentKey = { key: string; payloadHash: string };

const form = /^[\x21-\x7e]{1,255}$/;

/** Null where there is no header. One that is no key, or was sent twice (it then arrives with a comma and a space), is a fault. */
export function readKey(header: string | undefined, faults: Fault[]): string | null {
  if (header === undefined || form.test(header)) return header ?? null;
  const detail = 'must have 1 to 255 visible ASCII characters';
  faults.push({ parameter: 'Idempotency-Key', detail });
  return null;
}

/** SHA-256 of a JSON value, 43 characters; the order of members and white space do not matter. */
export const hashPayload = (payload: unknown): string =>
  createHash('sha256').update(canonical(payload)).digest('base64url');

type Piece = { text: string } | { value: unknown };

/** A text that equal values have, and no others. Not by recursion: a body may nest deeper than the stack bears. */
function canonical(payload: unknown): string {
  let text = '';
  const left: Piece[] = [{ value: payload }];
  for (let piece = left.pop(); piece; piece = left.pop()) {
    if ('text' in piece) text += piece.text;
    else if (typeof piece.value !== 'object' || piece.value === null) {
      text += `${JSON.stringify(piece.value)},`;
    } else {
      for (const part of partsOf(piece.value).reverse()) left.push(part);
    }
  }
  return text;
}

function partsOf(value: object): Piece[] {
  if (Array.isArray(value)) {
    return [{ text: '[' }, ...value.map((item: unknown) => ({ value: item })), { text: ']' }];
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const pieces = members.flatMap(([name, item]) => [
    { text: JSON.stringify(name) },
    { value: item },
  ]);
  return [{ text: '{' }, ...pieces, { text: '}' }];
}
