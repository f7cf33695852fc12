// What the services say of their routes in, one OpenAPI 3.1 document for all of them out.
import { problemTexts } from '../http/problem-texts.ts';
import type { Described, DescribedOperation, Document } from './document.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { operationOf, template } from './operation.ts';
import { problemSchemas } from './problem-schemas.ts';

const introduction = `Calendars whose entries do not overlap unless they are forced to.

Register, log in, and send the access token with \`Authorization: Bearer …\`. JSON in and out, UTF-8. \`HEAD\` works where \`GET\` does;
\`OPTIONS\` on a known path answers 204 with \`Allow\`. A method that a path does not have is 405 (\`/problems/method-not-allowed\`), a path
that no route has is 404 (\`/problems/not-found\`). Errors are problem details (RFC 9457).`;

function problemsText(): string {
  const rows = Object.entries(problemTexts).map(
    ([type, { status, title, text }]) =>
      `- [\`/problems/${type}\`](/problems/${type}) (${status}, ${title}): ${text}`,
  );
  return `Every error is \`application/problem+json\`. The types:\n\n${rows.join('\n')}`;
}

/** Throws an Error where two routes or two schemas claim one name, or an answer names a schema that is none. */
export function generate(services: readonly Described[], version: string): Document {
  const schemas = named([...services.map((service) => service.schemas), problemSchemas]);
  const document: Document = {
    openapi: '3.1.1',
    info: {
      title: 'Calendar',
      version,
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      ...services.flatMap(({ tags }) => tags),
      { name: 'Problems', description: problemsText() },
    ],
    security: [{ bearer: [] }],
    paths: pathsOf(services.flatMap(({ routes }) => routes)),
    components: {
      schemas,
      parameters: requestHeaders,
      headers: responseHeaders,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
  checkReferences(document);
  return document;
}

function named(groups: readonly Record<string, object>[]): Record<string, object> {
  const all: Record<string, object> = {};
  for (const [name, schema] of groups.flatMap((group) => Object.entries(group))) {
    if (name in all) throw new Error(`two schemas are called ${name}`);
    all[name] = schema;
  }
  return all;
}

function pathsOf(routes: readonly Described['routes'][number][]): Document['paths'] {
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  const ids = new Set<string>();
  for (const route of routes) {
    const { operationId } = route.operation;
    const path = template(route.path);
    const method = route.method.toLowerCase();
    paths[path] ??= {};
    if (ids.has(operationId)) throw new Error(`two operations are called ${operationId}`);
    if (paths[path][method]) throw new Error(`two routes are ${route.method} ${path}`);
    ids.add(operationId);
    paths[path][method] = operationOf(route);
  }
  return paths;
}

function checkReferences(document: Document): void {
  const known = new Set(
    Object.entries(document.components).flatMap(([kind, group]) =>
      Object.keys(group).map((name) => `#/components/${kind}/${name}`),
    ),
  );
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)) {
    if (!known.has(reference)) throw new Error(`${reference} is not described`);
  }
}
