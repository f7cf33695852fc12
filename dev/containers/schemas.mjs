// Schemas and database users of a system of containers, with the passwords of the files in FOLDER: `node dev/containers/schemas.mjs FOLDER`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const hints = {
  ER_ACCESS_DENIED_ERROR: `its data was made with another password than ${folder}/mysql-root-password: put the old file back (docs/backup.md)`,
};

try {
  const adminUrl = `mysql://root:${encodeURIComponent(read('mysql-root-password'))}@mysql:3306`;
  const passwordFor = (purpose) => passwords.get(purpose);
  await makeSchemas({ adminUrl, prefix: '', services, passwordFor });
} catch (error) {
  console.error(`The schemas cannot be made: ${hints[error.code] ?? error.message}`);
  process.exitCode = 1;
}
