// Schemas and database users of a system of containers, with the passwords of the files in FOLDER: `node dev/containers/schemas.mjs FOLDER`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeSchemas } from '../schemas.mjs';

const folder = process.argv[2];
const services = ['auth', 'calendar', 'entry'];
const read = (name) => readFileSync(join(folder, name), 'utf8').trim();

const passwords = new Map(
  services.flatMap((service) =>
    [`${service}-database-url`, `${service}-migration-url`].map((name) => {
      const { username, password } = new URL(read(name));
      return [`database/${username}`, decodeURIComponent(password)];
    }),
  ),
);

/** A database that starts at the same time is not there yet, or not by its name. */
const away = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);
const patienceMs = 60_000;

async function patiently(work) {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!away.has(error.code) || Date.now() > end) throw error;
      await delay(500);
    }
  }
}

// A cloud's database has an administrator and an address of its own.
const adminUrl = existsSync(join(folder, 'mysql-admin-url'))
  ? read('mysql-admin-url')
  : `mysql://root:${encodeURIComponent(read('mysql-root-password'))}@mysql:3306`;

const hints = {
  ER_ACCESS_DENIED_ERROR: `its data was made with another password than ${folder}/mysql-root-password: put the old file back (docs/backup.md)`,
};

try {
  const passwordFor = (purpose) => passwords.get(purpose);
  await patiently(() => makeSchemas({ adminUrl, prefix: '', services, passwordFor }));
} catch (error) {
  console.error(`The schemas cannot be made: ${hints[error.code] ?? error.message}`);
  process.exitCode = 1;
}
