// Auth's public keys in, the file out of which render.ts takes them; for a gateway that starts where no such file is handed to it.
// Run by itself: node gateway/src/fetch-key-set.ts
import { writeFileSync } from 'node:fs';
import { readConfig } from '@calendar/shared/config';
import { wholeMessage } from '@calendar/shared/errors';
import { insist } from '@calendar/shared/insist';
import Joi from 'joi';
import { readKeySet } from './key-set.ts';

type Settings = { JWKS_URL: string; JWKS_FILE: string; PATIENCE_SECONDS: number };
const settings = Joi.object<Settings>({
  JWKS_URL: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .required(),
  JWKS_FILE: Joi.string().required(),
  PATIENCE_SECONDS: Joi.number().min(0).default(60),
});

const answerMs = 5_000;

async function askOnce(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  const { faults } = readKeySet(text);
  if (faults.length > 0) throw new Error(`what it answered ${faults.join(', ')}`);
  return text;
}

try {
  const { JWKS_URL, JWKS_FILE, PATIENCE_SECONDS } = readConfig(settings, process.env);
  const told = await insist(() => askOnce(JWKS_URL), PATIENCE_SECONDS * 1000).catch((error) => {
    throw new Error(`No public keys from ${JWKS_URL}: ${wholeMessage(error)}`);
  });
  writeFileSync(JWKS_FILE, told);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
