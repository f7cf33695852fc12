// Argon2id behind a bounded queue: each run takes 19 MiB and a core for a while, so only a few go at once and few wait.
import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import { makeGate } from '@calendar/shared/gate';
import type { Cost } from '../domain/password-hash.ts';

const derive = promisify(argon2);

export type RunArgon2 = (input: {
  password: string;
  salt: Buffer;
  cost: Cost;
  tagBytes: number;
}) => Promise<Buffer>;

type Bounds = { atOnce: number; waiting: number; patienceMs: number };

/** `atOnce` runs go side by side and `waiting` more may wait, `patienceMs` at most; others throw `unavailable`. */
export function runArgon2(bounds: Bounds): RunArgon2 {
  const gate = makeGate({ ...bounds, busy: 'Too many passwords are being checked.' });
  return ({ password, salt, cost, tagBytes }) => {
    const parameters = { ...cost, message: password, nonce: salt, tagLength: tagBytes };
    return gate(() => derive('argon2id', parameters));
  };
}
