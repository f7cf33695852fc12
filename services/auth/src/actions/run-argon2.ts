// Argon2id behind a bounded queue: each run takes 19 MiB and a core for a while, so only a few go at once and few wait.
import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import { unavailable } from '@calendar/shared/errors';
import PQueue from 'p-queue';
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
export function runArgon2({ atOnce, waiting, patienceMs }: Bounds): RunArgon2 {
  const queue = new PQueue({ concurrency: atOnce });
  return async ({ password, salt, cost, tagBytes }) => {
    if (queue.size >= waiting) throw tooMany();
    const parameters = { ...cost, message: password, nonce: salt, tagLength: tagBytes };
    const patience = AbortSignal.timeout(patienceMs);
    return queue.add(() => {
      if (patience.aborted) throw tooMany();
      return derive('argon2id', parameters);
    });
  };
}

const tooMany = () => unavailable('Too many passwords are being checked.');
