// Bytes from the broker in; an event or a question, or an Unreadable that says why not, out.

export type Parse<T> = (value: unknown) => T;

export class Unreadable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'Unreadable';
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readMessage<T>(bytes: Uint8Array, parse: Parse<T>): T {
  try {
    return parse(JSON.parse(utf8.decode(bytes)));
  } catch (error) {
    throw new Unreadable(error);
  }
}
