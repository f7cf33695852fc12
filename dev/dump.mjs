// Schemas of a database as one file of SQL, and back, by the database's own tools.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { findProgram } from './programs.mjs';

export const findDump = () => findProgram('mariadb-dump', 'mysqldump');
export const findClient = () => findProgram('mariadb', 'mysql');

/**
 * Writes `file`: all of `schemas` as they are at one moment. One connection reads everything in one snapshot, which InnoDB has for all
 * schemas together; nobody waits for it. Only a migration must not run meanwhile.
 */
export const dump = ({ adminUrl, schemas, file }) =>
  mustEnd('write the backup', findDump(), adminUrl, [
    '--single-transaction',
    '--hex-blob',
    '--default-character-set=utf8mb4',
    '--add-drop-database',
    `--result-file=${file}`,
    '--databases',
    ...schemas,
  ]);

/** Puts the schemas of a file in the place of those that are there. */
export async function load({ adminUrl, file }) {
  const input = openSync(file, 'r');
  try {
    const args = ['--default-character-set=utf8mb4', '--batch'];
    await mustEnd('read the backup', findClient(), adminUrl, args, input);
  } finally {
    closeSync(input);
  }
}

/** Whether the file was written to its end, which its last line says. */
export function isWhole(file) {
  const { size } = statSync(file);
  const end = Buffer.alloc(Math.min(size, 200));
  const input = openSync(file, 'r');
  readSync(input, end, 0, end.length, size - end.length);
  closeSync(input);
  return /^-- Dump completed.*\s*$/m.test(end.toString());
}

async function mustEnd(step, program, adminUrl, args, input = 'ignore') {
  const { hostname, port, username, password } = new URL(adminUrl);
  const place = ['--no-defaults', `--host=${hostname}`, `--port=${port}`, `--user=${username}`];
  const child = spawn(program, [...place, ...args], {
    // Not as an argument, which everybody on this machine could read.
    env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) },
    stdio: [input, 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Failure(
      step,
      `${program} ended with ${code}:\n${said}`,
      'mend that, then run it again',
    );
}
