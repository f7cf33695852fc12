// `npm run release -- v1.2.3 registry/Owner/name`: whether that tag may become an image. Prints the version and the image's name, as
// lines of name=value; a registry takes lower case alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, Failure } from './failure.mjs';
import { root } from './runtime.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

function check(tag, image) {
  if (tag === undefined || image === undefined)
    throw new Failure('read the arguments', 'two are needed', 'npm run release -- v1.2.3 IMAGE');
  const { version } = read('package.json');
  const stated = {
    'package.json': version,
    'package-lock.json': read('package-lock.json').version,
    'shared/openapi.json': read('shared/openapi.json').info.version,
  };
  const other = Object.entries(stated).filter(([, said]) => tag !== `v${said}`);
  if (other.length > 0) {
    const why = other.map(([file, said]) => `${file} says ${said}`).join(', ');
    const todo = 'tag the commit that says the version: CONTRIBUTING.md, "Release"';
    throw new Failure(`release ${tag}`, why, todo);
  }
  return `version=${version}\nimage=${image.toLowerCase()}\n`;
}

try {
  process.stdout.write(check(...process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
