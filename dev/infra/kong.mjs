// What Kong itself says of the file that is rendered for it, with a key that is thrown away: by Docker and the image that
// docker-compose.yml names. By itself: node dev/infra/kong.mjs
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
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

/** Its image, and those settings of its container that decide what a file may say. */
function composed() {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const { image, environment } = parseYaml(text, { merge: true, maxAliasCount: -1 }).services.kong;
  const names = Object.keys(environment).filter((name) =>
    /^KONG_(?:DATABASE$|PLUGINS$|VAULTS$|UNTRUSTED_LUA)/.test(name),
  );
  return { image, settings: names.map((name) => `${name}=${environment[name]}`) };
}

async function parse() {
  const { image, settings } = composed();
  const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });
  const { status: known, error } = docker('image', 'inspect', image);
  if (known !== 0)
    return { missing: error?.message ?? `there is no ${image} here: docker pull ${image}` };
  render();
  const { status, stdout, stderr } = docker(
    ...['run', '--rm', '--network', 'none', '--volume', `${folder}:/rendered:ro`],
    ...[...settings, 'KONG_PREFIX=/tmp/kong'].flatMap((setting) => ['--env', setting]),
    ...[image, 'kong', 'config', 'parse', '/rendered/kong.yml'],
  );
  return status === 0 ? { figures: image } : { fault: `${stdout}${stderr}` };
}

export const kongChecks = [{ name: 'Kong takes its file', check: parse }];

if (process.argv[1] === fileURLToPath(import.meta.url)) await report(kongChecks);
