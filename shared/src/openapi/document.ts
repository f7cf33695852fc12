// The OpenAPI 3.1 document as plain values, and the committed one from disk.
import { readFileSync } from 'node:fs';
import type { Route } from '../http/route.ts';

/** JSON Schema 2020-12. */
export type JsonSchema = { [keyword: string]: unknown };
export type Reference = { $ref: string };
export type Tag = { name: string; description: string };

/** What a service says of itself: its routes, the schemas that their answers name, and its tags. */
export type Described = { routes: Route[]; schemas: Record<string, object>; tags: Tag[] };

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
};

export type Content = Record<string, { schema: JsonSchema }>;
export type Response = {
  description: string;
  headers?: Record<string, Reference>;
  content?: Content;
};

export type DescribedOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: [];
  parameters: (Parameter | Reference)[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, Response>;
};

export type Document = {
  openapi: '3.1.1';
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: Tag[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: {
    schemas: Record<string, object>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; required?: true; schema: JsonSchema }>;
    securitySchemes: Record<string, JsonSchema>;
  };
};

export const component = (kind: keyof Document['components'], name: string): Reference => ({
  $ref: `#/components/${kind}/${name}`,
});

/** The committed document, which `npm run openapi` writes. */
export function readDocument(): Document {
  return JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
}
