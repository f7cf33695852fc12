// The three services as they describe themselves, and the one document that comes of it.
import { readFileSync } from 'node:fs';
import type { Described, Document } from '@calendar/shared/openapi/document';
import { generate } from '@calendar/shared/openapi/generate';
import { describe as auth } from '../../services/auth/src/http/openapi.ts';
import { describe as calendar } from '../../services/calendar/src/http/openapi.ts';
import { describe as entry } from '../../services/entry/src/http/openapi.ts';

/** By the names that the gateway has for them. */
export const services: Record<string, Described> = {
  auth: auth(),
  calendar: calendar(),
  entry: entry(),
};

const manifest = new URL('../../package.json', import.meta.url);

/** Throws an Error where the services contradict each other. */
export function currentDocument(): Document {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  return generate(Object.values(services), version);
}
