// Identifiers: UUIDv7 (RFC 9562 5.7) for everything that is named, short random tags for ETags.
import { randomBytes, randomUUIDv7 } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const newId = (): string => randomUUIDv7();

/** Whether a text is an id as we give them out: a lower-case UUIDv7. */
export const isId = (text: string): boolean => uuid.test(text);

/** 48 random bits; written with every version of a row, so that a restored backup does not repeat an ETag. */
export const newTag = (): string => randomBytes(6).toString('base64url');
