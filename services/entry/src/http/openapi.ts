// What the OpenAPI document says of this service; needs no database.
import type { Described } from '@calendar/shared/openapi/document';
import { docsRoutes, docsSchemas, docsTag } from './docs.ts';
import { schemas } from './entries.openapi.ts';
import { entryRoutes } from './entries.ts';
import { windowRoutes } from './windows.ts';

export function describe(): Described {
  const none = {} as never;
  return {
    routes: [
      ...entryRoutes(none),
      ...windowRoutes(none),
      ...docsRoutes({ document: { info: {} }, zoneData: '' }),
    ],
    schemas: { ...schemas, ...docsSchemas },
    tags: [{ name: 'Entries', description: 'What is in a calendar, and when.' }, docsTag],
  };
}
