// The step before a gateway's file is rendered, as a process: it waits for keys, and takes nothing else for keys.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const program = new URL('../src/fetch-key-set.ts', import.meta.url).pathname;
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
const set = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'a' }] });

afterAll(() => rmSync(folder, { recursive: true }));

/** Answers of an auth service in, one after the other and the last again; how the step ended, what it said and what it wrote out. */
async function fetchFrom(answers: [number, string][], patience: string) {
  const left = [...answers];
  const server = createServer((_request, response) => {
    const [status, body] = (left.length > 1 ? left.shift() : left[0]) as [number, string];
    response.writeHead(status).end(body);
  }).listen(0);
  await once(server, 'listening');
  const file = join(folder, `${Math.random()}.json`);
  const env = {
    JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    JWKS_FILE: file,
    PATIENCE_SECONDS: patience,
  };
  const step = spawn(process.execPath, [program], { env });
  let said = '';
  step.stderr.on('data', (part) => {
    said += part;
  });
  const [code] = await once(step, 'close');
  server.close();
  return { code, said, wrote: existsSync(file) ? readFileSync(file, 'utf8') : undefined };
}

test('waits until there are keys and writes them as they are', async () => {
  const empty = '{"keys":[]}';
  const ended = await fetchFrom(
    [
      [503, ''],
      [200, empty],
      [200, 'x'],
      [200, set],
    ],
    '20',
  );
  expect(ended).toEqual({ code: 0, said: '', wrote: set });
});

test.each([
  ['a fault', 500, '{}', /answered 500/],
  ['no key', 200, '{"keys":[]}', /holds no JSON Web Key Set/],
  ['a private key', 200, set.replace('"kid"', '"d":"x","kid"'), /is a private key/],
])('gives up on %s, says so and writes nothing', async (_what, status, body, message) => {
  const ended = await fetchFrom([[status, body]], '0');
  expect(ended).toEqual({ code: 1, said: expect.stringMatching(message), wrote: undefined });
});
