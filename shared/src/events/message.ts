// Bytes from the broker in; an event, or an Unreadable that says why not, out.
import type { Envelope } from '../contracts/envelope.ts';

export type Parse<E extends Envelope> = (value: unknown) => E;

export class Unreadable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'Unreadable';
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readEvent<E extends Envelope>(bytes: Uint8Array, parse: Parse<E>): E {
  try {
    return parse(JSON.parse(utf8.decode(bytes)));
  } catch (error) {
    throw new Unreadable(error);
  }
}
