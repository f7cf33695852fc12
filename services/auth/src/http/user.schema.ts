// The fields of a user as bodies name them.
import { parsed, text } from '@calendar/shared/http/fields';
import { parseEmail } from '../domain/email.ts';

export const email = () =>
  parsed(parseEmail, text(1, 254)).meta({ jsonSchema: { pattern: '^[^@\\s]+@[^@\\s]+$' } });
export const name = () => text(1, 255).allow(null);
export const newPassword = () => text(12, 256);

/** One that only has to match: too short for a new one is simply wrong. */
export const anyPassword = () => text(0, 256);
