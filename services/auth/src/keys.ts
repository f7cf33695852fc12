// One step of a key rotation, by its name: `publish` (makes the first key where there is none), `add`, `sign` or `drop`. What comes
// out is the set of public keys in JWKS_FILE, of which the gateway's file is rendered; the page of this service says when.
import { generateKeyPair, randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { connectDatabase } from '@calendar/shared/db/connect';
import { lease } from '@calendar/shared/db/lease';
import { newId } from '@calendar/shared/ids';
import { addKey } from './actions/add-key.ts';
import { currentKeys } from './actions/current-keys.ts';
import { dropSpentKey } from './actions/drop-spent-key.ts';
import { makeFirstKey } from './actions/make-first-key.ts';
import { keySeal } from './actions/seal-key.ts';
import { signAccessToken } from './actions/sign-access-token.ts';
import { signWithNextKey } from './actions/sign-with-next-key.ts';
import { type Key, tryAtGateway } from './actions/try-at-gateway.ts';
import { loadKeysConfig } from './config.ts';
import { jwksView } from './http/jwks.view.ts';
import { signingKeys } from './store/signing-keys.ts';

// Longer than the longest step, "sign"; a step that was killed is in the way of the next for as long.
const LEASE_MS = 180_000;

const newPrivateKey = async () =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: 3072 })).privateKey;
const say = (text: string) => console.log(text);

async function run(name: string | undefined): Promise<void> {
  const config = loadKeysConfig();
  await using db = connectDatabase({ url: config.DATABASE_URL });
  const seal = keySeal({ secret: config.SIGNING_KEYS_SECRET, randomBytes });
  const issuer = { issuer: config.TOKEN_ISSUER, audience: config.TOKEN_AUDIENCE };
  const signWith = (key: Key) =>
    signAccessToken({ key: async () => key, ...issuer, now: Date.now, newId });
  const tries = tryAtGateway({ gatewayUrl: config.GATEWAY_URL, signWith, newId });
  const base = { db, signingKeys, seal, newPrivateKey, newId, say };
  const first = makeFirstKey(base);
  const steps = new Map([
    ['publish', () => first().then(() => 'The keys are published.')],
    ['add', addKey(base)],
    ['sign', signWithNextKey({ ...base, tryAtGateway: tries })],
    ['drop', dropSpentKey(base)],
  ]);
  const step = steps.get(name ?? '');
  if (!step) throw new Error(`Say which step: ${[...steps.keys()].join(', ')}.`);
  const held = lease(db, 'keys', newId(), LEASE_MS);
  if (!(await held.take()))
    throw new Error('Another step runs, or was killed within three minutes.');
  try {
    say(await step());
    const { published } = currentKeys({ ...base, now: Date.now });
    writeWhole(config.JWKS_FILE, JSON.stringify(jwksView(await published()), null, 2));
  } finally {
    await held.release();
  }
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

try {
  await run(process.argv[2]);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
