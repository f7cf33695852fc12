// What the OpenAPI document says of this service; needs no database.
import type { Described } from '@calendar/shared/openapi/document';
import { docsRoutes, docsSchemas, docsTag } from './docs.ts';

export const describe = (): Described => ({
  routes: docsRoutes({ document: { info: {} }, zoneData: '' }),
  schemas: docsSchemas,
  tags: [docsTag],
});
