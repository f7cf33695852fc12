// What Kong itself says of the file that is rendered for it, with a key that is thrown away: by Docker and the image that
// docker-compose.yml names. By itself: node dev/infra/kong.mjs
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.mjs';
import { productNode, root } from '../runtime.mjs';
import { report } from './report.mjs';

const folder = join(root, '.data/infra/kong');

function render() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'parse', alg: 'RS256', use: 'sig' };
  const JWKS_FILE = join(folder, 'jwks.json');
  writeFileSync(JWKS_FILE, JSON.stringify({ keys: [key] }));
  const target = (name) => [`${name.toUpperCase()}_TARGETS`, `${name}-headless:3000`];
  const env = {
    ...Object.fromEntries(['auth', 'calendar', 'entry'].map(target)),
    JWKS_FILE,
    OUT: join(folder, 'kong.yml'),
    REDIS_HOST: 'redis',
    REDIS_PORT: '6379',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4318', // so that its plugin is there as well
  };
  const program = join(root, 'gateway/src/render.ts');
  const { status, stderr } = spawnSync(productNode(), [program], { env, encoding: 'utf8' });
  if (status !== 0) throw new Failure('render the file of Kong', stderr, 'mend the template');
  chmodSync(env.OUT, 0o644); // another user reads it in the container
}

/** The settings that its container has, for some of them decide what a file may say. */
function composed() {
  const file = join(root, 'docker-compose.yml');
  const text = readFileSync(file, 'utf8');
  const [image] = /\bkong:\d[\w.-]*/.exec(text) ?? [];
  const plugins = /KONG_PLUGINS: (\S+)/.exec(text)?.[1];
  if (image === undefined || plugins === undefined)
    throw new Failure(
      'find Kong in docker-compose.yml',
      'its image or KONG_PLUGINS is not there',
      'mend one of the two',
    );
  return { image, plugins };
}

async function parse() {
  const { image, plugins } = composed();
  const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });
  const { status: known, error } = docker('image', 'inspect', image);
  if (known !== 0)
    return { missing: error?.message ?? `there is no ${image} here: docker pull ${image}` };
  render();
  const settings = ['KONG_DATABASE=off', `KONG_PLUGINS=${plugins}`, 'KONG_PREFIX=/tmp/kong'];
  const { status, stdout, stderr } = docker(
    ...['run', '--rm', '--network', 'none', '--volume', `${folder}:/rendered:ro`],
    ...settings.flatMap((setting) => ['--env', setting]),
    ...[image, 'kong', 'config', 'parse', '/rendered/kong.yml'],
  );
  return status === 0 ? { figures: image } : { fault: `${stdout}${stderr}` };
}

export const kongChecks = [{ name: 'Kong takes its file', check: parse }];

if (process.argv[1] === fileURLToPath(import.meta.url)) await report(kongChecks);
