// The files of the reference: Swagger UI from its package, and what starts it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';

export type DocsFile = { name: string; body: Buffer; contentType: string };

const contentTypes: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.png': 'image/png',
};

const packaged = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const own = ['reference.js', 'problem.css'];

const { resolve } = createRequire(import.meta.url);
const readOwn = (name: string) => readFileSync(new URL(`docs/${name}`, import.meta.url));

/** Read from disk; a missing one throws. */
export function files(): DocsFile[] {
  const bodies = [
    ...packaged.map((name) => ({ name, body: readFileSync(resolve(`swagger-ui-dist/${name}`)) })),
    ...own.map((name) => ({ name, body: readOwn(name) })),
  ];
  return bodies.map((file) => ({ ...file, contentType: contentTypes[extname(file.name)] ?? '' }));
}

export const reference = (): Buffer => readOwn('reference.html');

export const problemTemplate = (): string => readOwn('problem.html').toString();
