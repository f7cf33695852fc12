// The data folder of one run: who uses it, its one secret, and the passwords that follow from it.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim, endRecorded, livingPid } from './pids.mjs';

export const pidsOf = (data) => join(data, 'pids');
const holderOf = (data) => join(data, 'run.json');

/** Takes the folder for this process and ends what a killed run left. Returns the holder's pid if it is taken. */
export async function takeFolder(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const holder = claim(holderOf(data));
  const leftovers = holder === null ? await endRecorded(pidsOf(data)) : 0;
  return { holder, leftovers };
}

export const leaveFolder = (data) => rmSync(holderOf(data), { force: true });

/** Removes what the folder holds, but not who uses it. */
export function clearFolder(data) {
  const contents = readdirSync(data).map((name) => join(data, name));
  for (const path of contents) {
    if (path !== holderOf(data)) rmSync(path, { recursive: true, force: true });
  }
}

export const isInUse = (data) => livingPid(holderOf(data)) !== null;

/** A function from a purpose to its password: the same for the life of the folder, random to all others. */
export function passwords(data) {
  const file = join(data, 'secret');
  if (!existsSync(file)) writeSecret(file, randomBytes(32).toString('hex'));
  const secret = readFileSync(file);
  return (purpose) => createHmac('sha256', secret).update(purpose).digest('base64url');
}

export function writeSecret(file, text) {
  writeFileSync(file, text, { mode: 0o600 });
}
