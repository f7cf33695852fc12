// Digests under which the database knows what it must not hold in readable form.
import { createHash } from 'node:crypto';
import { emailKey } from '../domain/email.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Of a refresh token: a stolen table opens nothing. 256 random bits need no salt. */
export const digestToken = (token: string): string => sha256(token);

/** Of one address tried from one client: failed logins are counted under it. */
export const digestAttempt = (email: string, client: string): string =>
  sha256(JSON.stringify([emailKey(email), client]));
