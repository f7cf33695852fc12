// The reference for people and programs: the OpenAPI document, a page that shows it, and a page for each problem type.
import { createHash } from 'node:crypto';
import { type ProblemName, problemTexts } from '@calendar/shared/http/problem-texts';
import type { Answer, Route } from '@calendar/shared/http/route';
import type { Document, JsonSchema, Tag } from '@calendar/shared/openapi/document';
import { files, reference } from './docs-files.ts';
import { problemPage } from './problem-page.ts';

// Nothing may come from elsewhere. The reference draws its icons from data: addresses in its stylesheet.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

function show(body: Buffer | string, contentType: string): () => Promise<Answer> {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  return async () => ({ status: 200, body, contentType, etag, headers });
}

export const docsTag: Tag = { name: 'Reference', description: 'This reference. Needs no token.' };

export const docsSchemas: Record<string, JsonSchema> = {
  OpenApi: { type: 'object', additionalProperties: true, description: 'An OpenAPI 3.1 document.' },
  Page: { type: 'string', description: 'A page for people.' },
  PageFile: { type: 'string', description: 'A part of a page.' },
};

/** `zoneData` is the release of the IANA time zone database, shown as `info.x-tzdata`. */
export function docsRoutes({
  document,
  zoneData,
}: {
  document: Pick<Document, 'info'>;
  zoneData: string;
}): Route[] {
  const info = { ...document.info, 'x-tzdata': zoneData };
  const parts = new Map(
    files().map(({ name, body, contentType }) => [name, show(body, contentType)]),
  );
  const pages = new Map(
    Object.keys(problemTexts).map((type) => [
      type,
      show(problemPage(type as ProblemName), 'text/html'),
    ]),
  );
  const pick = (from: Map<string, () => Promise<Answer>>, name: string | undefined) =>
    (from.get(name ?? '') as () => Promise<Answer>)();
  const open = { method: 'GET', public: true } as const;
  return [
    {
      ...open,
      path: '/openapi.json',
      operation: {
        operationId: 'readOpenApi',
        tag: docsTag.name,
        summary: 'This document',
        description: '`info.x-tzdata` is the release of the time zone data that decides.',
        answers: { 200: 'OpenApi' },
      },
      handle: show(JSON.stringify({ ...document, info }), 'application/json'),
    },
    {
      ...open,
      path: '/docs',
      operation: {
        operationId: 'readDocs',
        tag: docsTag.name,
        summary: 'The reference as a page',
        answers: { 200: 'Page' },
        contentType: 'text/html',
      },
      handle: show(reference(), 'text/html'),
    },
    {
      ...open,
      path: '/docs/:file',
      params: { file: [...parts.keys()] },
      operation: {
        operationId: 'readDocsFile',
        tag: docsTag.name,
        summary: 'What the page is made of',
        answers: { 200: 'PageFile' },
        contentType: '*/*',
      },
      handle: ({ params }) => pick(parts, params.file),
    },
    {
      ...open,
      path: '/problems/:type',
      params: { type: [...pages.keys()] },
      operation: {
        operationId: 'readProblemType',
        tag: 'Problems',
        summary: 'What a problem type means',
        answers: { 200: 'Page' },
        contentType: 'text/html',
      },
      handle: ({ params }) => pick(pages, params.type),
    },
  ];
}
